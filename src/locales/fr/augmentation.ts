import type { augmentation as en } from '../en/augmentation';
import type { Translated } from '../translate';

export const augmentation: Translated<typeof en> = {
  label: 'Varier les images d’entraînement (augmentation)',
  hint: 'Chaque couche de décision est aussi entraînée sur des copies modifiées, et gardée seulement si elle reconnaît davantage d’images de validation. Les images de validation et de test ne sont jamais modifiées.',
  preset: {
    none: { label: 'Pas du tout', text: 'Les images telles quelles.' },
    photographs: {
      label: 'Photos',
      text: 'Retournées de gauche à droite, inclinées, recadrées, autre lumière et autres couleurs.',
    },
    documents: {
      label: 'Documents',
      text: 'Légèrement inclinés et flous; jamais en miroir.',
    },
    'top-down': {
      label: 'Vues d’en haut',
      text: 'Tournées et retournées dans tous les sens: aucun côté n’est le haut.',
    },
    text: {
      label: 'Texte',
      text: 'Incliné, recadré et flou; une lettre en miroir est une autre lettre.',
    },
  },
  verdict: {
    helped: 'L’augmentation a apporté {points} points en validation ({low} à {high}).',
    hurt: 'L’augmentation a coûté {points} points en validation ({low} à {high}).',
    none: 'L’augmentation n’a fait aucune différence mesurable en validation ({low} à {high} points).',
  },
  kept: {
    augmented: 'Le modèle entraîné avec elle est gardé.',
    plain: 'Le modèle entraîné sans elle est gardé.',
  },
};

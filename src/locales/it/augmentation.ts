import type { augmentation as en } from '../en/augmentation';
import type { Translated } from '../translate';

export const augmentation: Translated<typeof en> = {
  label: 'Variare le immagini di addestramento (augmentation)',
  hint: 'Ogni strato decisionale viene addestrato anche su copie modificate e tenuto solo se riconosce più immagini di validazione. Le immagini di validazione e di test non vengono mai modificate.',
  preset: {
    none: { label: 'Per niente', text: 'Le immagini così come sono.' },
    photographs: {
      label: 'Fotografie',
      text: 'Specchiate da sinistra a destra, inclinate, ritagliate, con altra luce e altri colori.',
    },
    documents: {
      label: 'Documenti',
      text: 'Leggermente inclinati e sfocati; mai specchiati.',
    },
    'top-down': {
      label: 'Viste dall’alto',
      text: 'Girate e specchiate in ogni verso: nessun lato è in alto.',
    },
    text: {
      label: 'Testo',
      text: 'Inclinato, ritagliato e sfocato; una lettera specchiata è un’altra lettera.',
    },
  },
  verdict: {
    helped: 'L’augmentation ha portato {points} punti in validazione ({low} a {high}).',
    hurt: 'L’augmentation è costata {points} punti in validazione ({low} a {high}).',
    none: 'L’augmentation non ha fatto alcuna differenza misurabile in validazione ({low} a {high} punti).',
  },
  kept: {
    augmented: 'Si tiene il modello addestrato con essa.',
    plain: 'Si tiene il modello addestrato senza.',
  },
};

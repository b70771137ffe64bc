import type { augmentation as en } from '../en/augmentation';
import type { Translated } from '../translate';

export const augmentation: Translated<typeof en> = {
  label: 'Trainingsbilder variieren (Augmentation)',
  hint: 'Jede Entscheidungsschicht wird auch mit veränderten Kopien trainiert und nur behalten, wenn sie mehr Validierungsbilder richtig erkennt. Validierungs- und Testbilder werden nie verändert.',
  preset: {
    none: { label: 'Gar nicht', text: 'Die Bilder, wie sie sind.' },
    photographs: {
      label: 'Fotos',
      text: 'Seitlich gespiegelt, geneigt, zugeschnitten, in anderem Licht und anderer Farbe.',
    },
    documents: { label: 'Dokumente', text: 'Leicht geneigt und unscharf; nie gespiegelt.' },
    'top-down': {
      label: 'Von oben gesehen',
      text: 'In alle Richtungen gedreht und gespiegelt: Keine Seite ist oben.',
    },
    text: {
      label: 'Text',
      text: 'Geneigt, zugeschnitten und unscharf; ein gespiegelter Buchstabe ist ein anderer.',
    },
  },
  verdict: {
    helped: 'Augmentation half auf der Validierung um {points} Prozentpunkte ({low} bis {high}).',
    hurt: 'Augmentation schadete auf der Validierung um {points} Prozentpunkte ({low} bis {high}).',
    none: 'Augmentation machte auf der Validierung keinen messbaren Unterschied ({low} bis {high} Prozentpunkte).',
  },
  kept: {
    augmented: 'Behalten wird das damit trainierte Modell.',
    plain: 'Behalten wird das ohne sie trainierte Modell.',
  },
};

import type { Texts } from '../translate';

export const augmentation = {
  label: 'Vary the training pictures (augmentation)',
  hint: 'Every decision layer is also trained on changed copies, and kept only where it gets more validation pictures right. Validation and test pictures are never changed.',
  preset: {
    none: { label: 'Not at all', text: 'The pictures as they are.' },
    photographs: {
      label: 'Photographs',
      text: 'Mirrored left to right, tilted, cropped, other light and colour.',
    },
    documents: { label: 'Documents', text: 'Slightly tilted and blurred; never mirrored.' },
    'top-down': {
      label: 'Seen from above',
      text: 'Turned and mirrored every way: no side is up.',
    },
    text: { label: 'Text', text: 'Tilted, cropped and blurred; a mirrored letter is another.' },
  },
  verdict: {
    helped: 'Augmentation helped by {points} points on validation ({low} to {high}).',
    hurt: 'Augmentation hurt by {points} points on validation ({low} to {high}).',
    none: 'Augmentation made no measurable difference on validation ({low} to {high} points).',
  },
  kept: {
    augmented: 'The model trained with it is kept.',
    plain: 'The model trained without it is kept.',
  },
} as const satisfies Texts;

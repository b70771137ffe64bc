import type { Texts } from '../translate';

export const evaluate = {
  title: 'Evaluate',
} as const satisfies Texts;

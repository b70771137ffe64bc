import type { Texts } from '../translate';

export const explain = {
  title: 'Explain',
} as const satisfies Texts;

import type { Texts } from '../translate';

export const data = {
  title: 'Data',
} as const satisfies Texts;

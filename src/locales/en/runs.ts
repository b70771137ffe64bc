import type { Texts } from '../translate';

export const runs = {
  title: 'Runs',
} as const satisfies Texts;

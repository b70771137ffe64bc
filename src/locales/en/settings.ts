import type { Texts } from '../translate';

export const settings = {
  title: 'Settings',
} as const satisfies Texts;

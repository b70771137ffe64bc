import type { Texts } from '../translate';

export const predict = {} as const satisfies Texts;

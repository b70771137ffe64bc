import type { Texts } from '../translate';

export const train = {} as const satisfies Texts;

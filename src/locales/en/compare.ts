import type { Texts } from '../translate';

export const compare = {} as const satisfies Texts;

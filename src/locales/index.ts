import { en } from './en';
import { createFormatters } from './format';
import { createTranslate, type KeyOf } from './translate';

export type TextKey = KeyOf<typeof en>;

/** English only for now; the language is decided here and nowhere else. */
export const language = 'en';
export const t = createTranslate(en, language);
export const format = createFormatters(language);

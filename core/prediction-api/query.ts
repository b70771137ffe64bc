import { LensmithError } from '../errors';
import { defaultTopK, mostTopK } from './limits';

/** Of URLSearchParams what is needed; a name that comes twice counts the first time. */
export interface Query {
  get(name: string): string | null;
}

/** Throws badOption unless `top_k` is a whole number from 1 to mostTopK. */
export function readTopK(query: Query): number {
  const value = query.get('top_k');
  if (value === null) return defaultTopK;
  const topK = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (topK >= 1 && topK <= mostTopK) return topK;
  throw badOption('top_k', value, `a whole number from 1 to ${mostTopK}`);
}

/** The first of `choices` where none is given. A `+` that a form or a URL turned into a space is one again. */
export function readChoice<T extends string>(
  query: Query,
  name: string,
  choices: readonly [T, ...T[]],
): T {
  const value = query.get(name);
  if (value === null) return choices[0];
  const found = choices.find((choice) => choice === value.replaceAll(' ', '+'));
  if (found) return found;
  throw badOption(name, value, `one of ${choices.join(', ')}`);
}

export function readFlag(query: Query, name: string, standard: boolean): boolean {
  const value = query.get(name);
  if (value === null) return standard;
  if (value === 'true' || value === 'false') return value === 'true';
  throw badOption(name, value, 'true or false');
}

export function badOption(option: string, value: string, allowed: string): LensmithError {
  return new LensmithError('badOption', { option, value: value || 'empty', allowed });
}

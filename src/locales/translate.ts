/** A text, or its plural forms by `count` (categories of Intl.PluralRules; `other` always there). */
export type Text = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export interface Texts {
  readonly [key: string]: Text | Texts;
}

/** The shape of a dictionary in another language: every key of the English one, with its own plural forms. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends { other: string }
      ? { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>
      : Translated<T[K]>;
};

/** Dotted paths of the texts in a dictionary. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends Text ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

type At<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never;
type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type NamesIn<L> = L extends string
  ? Placeholders<L>
  : 'count' | { [K in keyof L]: Placeholders<L[K]> }[keyof L];

/** Exactly the placeholders a text has: forgetting one is a type error. */
export type Values<T, K extends string> = [NamesIn<At<T, K>>] extends [never]
  ? []
  : [values: Record<NamesIn<At<T, K>>, string | number>];

export type Translate<T> = <K extends KeyOf<T>>(key: K, ...values: Values<T, K>) => string;

/** `t('data.pictures', { count: 2 })`; numbers are written the language's way. */
export function createTranslate<T extends Texts>(dictionary: T, language: string): Translate<T> {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (key, ...[values]) => {
    let found: Text | Texts | undefined = dictionary;
    for (const part of key.split('.')) found = (found as Texts | undefined)?.[part];
    if (found === undefined) throw new Error(`no text for ${key}`);
    const given: Record<string, string | number> = values ?? {};
    const text: string =
      typeof found === 'string'
        ? found
        : ((found as Record<string, string>)[plural.select(Number(given.count))] ??
          (found as { other: string }).other);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = given[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? number.format(value) : value;
    });
  };
}

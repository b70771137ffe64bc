/** What stands for "no value" in tables, lower case: pandas' list, and what people and Excel write. */
const WORDS = new Set(
  [
    ['', 'na', 'n/a', '#n/a', '#na', '#n/a n/a', '<na>', 'n.a.', 'nan', '-nan', 'null', '(null)'],
    ['none', 'nil', '\\n', '1.#ind', '-1.#ind', '1.#qnan', '-1.#qnan', 'missing', 'k.a.', 'k. a.'],
    ['-', '--', '---', '–', '—', '?', '.', '..', '...', '*'],
    ['#div/0!', '#value!', '#ref!', '#name?', '#num!', '#null!'],
  ].flat(),
);

const LONGEST = Math.max(...[...WORDS].map((word) => word.length));

/** Whether a cell's text, trimmed or not, stands for a missing value. Case does not matter. */
export function isMissing(text: string): boolean {
  if (text.length > LONGEST + 2) return text.trim() === '';
  return WORDS.has(text.trim().toLowerCase());
}

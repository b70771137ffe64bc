/**
 * Names unlike each other: an empty one becomes `column 3`, the second `x` becomes `x (2)`. Those
 * that are unlike already stay as they are.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const wanted = names.map((name) => name.trim());
  const taken = new Set(wanted);
  const used = new Set<string>();
  return wanted.map((name, index) => {
    let unique = name || `column ${index + 1}`;
    const base = unique;
    const isTaken = () => used.has(unique) || (unique !== name && taken.has(unique));
    for (let count = 2; isTaken(); count++) unique = `${base} (${count})`;
    used.add(unique);
    return unique;
  });
}

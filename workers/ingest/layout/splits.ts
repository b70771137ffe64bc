import type { Split } from '../../../core/dataset';

const words = new Map<string, Split>([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** `seg_train` is the train side of `seg`; null where no word, or more than one, names a side. */
export function parseSplit(name: string): { split: Split; rest: string } | null {
  const tokens = name.toLowerCase().split(/[\s_.-]+/);
  const found = tokens.filter((token) => words.has(token));
  if (found.length !== 1) return null;
  const split = words.get(found[0]!)!;
  return { split, rest: tokens.filter((token) => token !== found[0]).join(' ') };
}

const key = (folders: readonly string[]) => folders.join('/');

/**
 * Folders that are sides of a split: siblings alike but for the side's name, two sides at least,
 * so that `train` beside `car` and `bus` stays a class.
 */
function splitFolders(paths: readonly (readonly string[])[]): Map<string, Split> {
  const siblings = new Map<string, Map<string, Split>>();
  for (const path of paths) {
    for (const [depth, name] of path.entries()) {
      const parsed = parseSplit(name);
      if (!parsed) continue;
      const group = `${key(path.slice(0, depth))}\n${parsed.rest}`;
      const folders = siblings.get(group) ?? new Map<string, Split>();
      siblings.set(group, folders.set(key(path.slice(0, depth + 1)), parsed.split));
    }
  }
  const sides = new Map<string, Split>();
  for (const folders of siblings.values()) {
    if (new Set(folders.values()).size < 2) continue;
    for (const [folder, split] of folders) sides.set(folder, split);
  }
  return sides;
}

/** Takes split folders out of each path, and a repetition right below them (`seg_train/seg_train`). */
export function takeSplits(
  paths: readonly (readonly string[])[],
): { split: Split | null; folders: string[] }[] {
  const sides = splitFolders(paths);
  return paths.map((path) => {
    let split: Split | null = null;
    const folders = path.filter((name, depth) => {
      const side = sides.get(key(path.slice(0, depth + 1)));
      if (side) split ??= side;
      const above = depth > 0 && path[depth - 1] === name;
      return !side && !(above && sides.has(key(path.slice(0, depth))));
    });
    return { split, folders };
  });
}

function commonPrefix(paths: readonly (readonly string[])[]): number {
  const first = paths[0] ?? [];
  let length = first.length;
  for (const path of paths) {
    let same = 0;
    while (same < Math.min(length, path.length) && path[same] === first[same]) same++;
    length = same;
  }
  return length;
}

/**
 * A class for each picture from the folders it lies in, null for those that lie above the classes.
 *
 * Folders that wrap everything do not count. Below them a class is the topmost folder that holds
 * pictures itself, so classes may lie at any depth and have folders of their own. Where those
 * folders all have one name (`cats/images`, `dogs/images`), the one above is the class.
 * When there is no folder but the wrapping ones, the innermost of these is the only class.
 */
export function folderLabels(paths: readonly (readonly string[])[]): (string | null)[] {
  const wrapping = commonPrefix(paths);
  const inner = paths.map((path) => path.slice(wrapping));
  if (inner.every((path) => path.length === 0)) {
    return paths.map((path) => path.at(-1) ?? null);
  }
  const holders = new Set(inner.map((path) => path.join('/')));
  let classes = inner.map((path) => {
    const depth = path.findIndex((_, i) => holders.has(path.slice(0, i + 1).join('/')));
    return path.slice(0, depth + 1);
  });
  while (haveOneName(classes)) classes = classes.map((path) => path.slice(0, -1));
  return classes.map((path) => path.at(-1) ?? null);
}

function haveOneName(classes: readonly (readonly string[])[]): boolean {
  const labelled = classes.filter((path) => path.length > 0);
  const names = new Set(labelled.map((path) => path.at(-1)));
  const folders = new Set(labelled.map((path) => path.join('/')));
  return names.size === 1 && folders.size > 1;
}

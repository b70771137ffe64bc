import type { SkippedFile } from '../../../core/dataset';
import type { SourceFile } from '../source';

export interface Labelled {
  file: SourceFile;
  label: string;
}

/**
 * Finds files with the same bytes before any is decoded: of copies in one class the first stays,
 * of copies in different classes none. Only files of one size and checksum are read, by `hash`
 * (SHA-256, hex; null for a file that cannot be read, which is for later to report).
 */
export async function withoutCopies<T extends Labelled>(
  files: readonly T[],
  hash: (file: SourceFile) => Promise<string | null>,
): Promise<{ kept: T[]; skipped: SkippedFile[] }> {
  const dropped = new Map<T, SkippedFile['reason']>();
  for (const suspects of bySizeAndChecksum(files)) {
    const copies = new Map<string, T[]>();
    for (const suspect of suspects) {
      const found = await hash(suspect.file);
      if (found !== null) copies.set(found, [...(copies.get(found) ?? []), suspect]);
    }
    for (const same of copies.values()) {
      const conflict = new Set(same.map(({ label }) => label)).size > 1;
      for (const copy of conflict ? same : same.slice(1)) {
        dropped.set(copy, conflict ? 'conflictingLabels' : 'exactDuplicate');
      }
    }
  }
  return {
    kept: files.filter((file) => !dropped.has(file)),
    skipped: [...dropped].map(([{ file }, reason]) => ({ file: file.path, reason })),
  };
}

function groupBy<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

/** Groups of two or more. A file on disk has no checksum and may equal any of its size. */
function bySizeAndChecksum<T extends Labelled>(files: readonly T[]): T[][] {
  return groupBy(files, ({ file }) => file.size)
    .flatMap((same) =>
      same.some(({ file }) => file.crc32 === null)
        ? [same]
        : groupBy(same, ({ file }) => file.crc32),
    )
    .filter((same) => same.length > 1);
}

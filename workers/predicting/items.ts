import type { ImportFile } from '../../core/contract/ingest';
import type { SkippedFile, SkipReason } from '../../core/dataset';
import { type ListOptions, list, nothingUsable } from '../ingest/candidates';
import { naturalOrder } from '../ingest/classes';
import type { LabelTable } from '../ingest/layout/layout';
import { readTable } from '../ingest/layout/table';
import { kindOf } from '../ingest/sort-out';
import type { SourceFile } from '../ingest/source';
import { DamagedEntry } from '../ingest/zip/inflate';
import { knownLabels } from './known-labels';

/** A picture to look at, or a file that is refused before it is unpacked. */
export type Item = { file: SourceFile; label: string | null } | SkippedFile;

/** What to call in an error: the archive, or the folder that was dropped. */
const nameOf = (files: readonly ImportFile[]) => files[0]?.path.split('/')[0] ?? '';

/** A file whose kind is known; `table` is what it holds where it is a label table. */
interface Sorted {
  file: SourceFile;
  kind: 'picture' | SkipReason;
  table: LabelTable | null;
}

/**
 * All that can be known before a picture is unpacked: what an import would take, in the archive's
 * order (of a folder: in natural order of the paths), with the known class each lies in.
 * Throws notAZip, zipTruncated, zipTooLarge, zipEncrypted, noPictures, or the signal's reason.
 */
export async function listItems(
  files: readonly ImportFile[],
  classes: readonly string[],
  options: ListOptions,
): Promise<Item[]> {
  const name = nameOf(files);
  const ordered = [...files].sort((a, b) => naturalOrder(a.path, b.path));
  const sorted: (Sorted | SkippedFile)[] = [];
  for (const entry of await list(ordered, name, options)) {
    options.signal.throwIfAborted();
    sorted.push('reason' in entry ? entry : await sortOne(entry));
  }
  const items = labelled(sorted, classes);
  if (items.some((item) => 'label' in item)) return items;
  throw nothingUsable(
    items.filter((item) => 'reason' in item),
    name,
  );
}

async function sortOne(file: SourceFile): Promise<Sorted | SkippedFile> {
  try {
    const kind = await kindOf(file);
    if (kind !== 'table') return { file, kind, table: null };
    const table = { name: file.name, rows: readTable(await file.bytes()) };
    return { file, kind: 'notAPicture', table };
  } catch (error) {
    if (!(error instanceof DamagedEntry)) throw error;
    return { file: file.path, reason: 'damagedEntry' };
  }
}

/** A label table that is read as one is no row of its own. */
function labelled(sorted: readonly (Sorted | SkippedFile)[], classes: readonly string[]): Item[] {
  const whole = sorted.filter((one) => 'kind' in one);
  const pictures = whole.filter(({ kind }) => kind === 'picture').map(({ file }) => file);
  const tables = whole.filter(({ table }) => table !== null);
  const { labels, usedTables } = knownLabels(
    pictures,
    tables.flatMap(({ table }) => table ?? []),
    classes,
  );
  const labelOf = new Map(pictures.map((file, i) => [file, labels[i] ?? null]));
  const used = new Set<unknown>(tables.filter((_, i) => usedTables.has(i)));
  return sorted
    .filter((one) => !used.has(one))
    .map((one) => {
      if ('reason' in one) return one;
      const { file, kind } = one;
      if (kind !== 'picture') return { file: file.path, reason: kind };
      return { file, label: labelOf.get(file) ?? null };
    });
}

import type { Split } from '../../../core/dataset';
import { folderLabels } from './folders';
import { type TableFile, type TableLabels, tableLabels } from './label-table';
import { takeSplits } from './splits';

export interface LabelTable {
  name: string;
  rows: string[][];
}

export interface Layout {
  /** In the order of the files; null where nothing gives a label. */
  labels: (string | null)[];
  splits: (Split | null)[];
  /** The archive has a train side and at least one other. */
  ownSplit: boolean;
  /** Tables that gave labels or mean to, by index. */
  usedTables: Set<number>;
}

/** Share of the pictures a table must label to be believed more than folders are. */
const coverage = 0.9;

/** Reads classes and sides of the split off folders and label tables. */
export function readLayout(files: readonly TableFile[], tables: readonly LabelTable[]): Layout {
  const sides = takeSplits(files.map((file) => file.folders));
  const byFolder = folderLabels(sides.map((side) => side.folders));
  const splits = sides.map((side) => side.split);

  const found = tables.map((table) => tableLabels(table.rows, table.name, files));
  const merged: TableLabels = { labels: new Map(), explicit: false };
  for (const table of found) {
    for (const [file, value] of table?.labels ?? []) {
      if (!merged.labels.has(file)) merged.labels.set(file, value);
    }
    merged.explicit ||= table?.explicit ?? false;
  }

  const classes = new Set(byFolder.filter((label) => label !== null));
  const foldersDecide =
    classes.size > 1 && !(merged.explicit && merged.labels.size >= coverage * files.length);
  const labels = files.map((_, i) => {
    const listed = merged.labels.get(i)?.label ?? null;
    if (!foldersDecide) return merged.labels.size > 0 ? listed : byFolder[i]!;
    return byFolder[i] ?? (listed !== null && classes.has(listed) ? listed : null);
  });
  for (const [file, { split }] of merged.labels) splits[file] ??= split;

  const labelledSides = new Set(splits.filter((_, i) => labels[i] !== null));
  const ownSplit =
    labelledSides.has('train') && (labelledSides.has('validation') || labelledSides.has('test'));
  return {
    labels,
    // What lies beside the sides of an own split can only be learnt from.
    splits: splits.map((split) => (ownSplit ? (split ?? 'train') : null)),
    ownSplit,
    usedTables: new Set(
      found.flatMap((table, i) => (table && (table.explicit || !foldersDecide) ? [i] : [])),
    ),
  };
}

import type { Split } from '../../../core/dataset';
import { stem } from '../source';
import { safeSegments } from '../zip/names';
import { parseSplit } from './splits';

export interface TableFile {
  folders: readonly string[];
  name: string;
}

export interface TableLabels {
  /** By index of the file. */
  labels: Map<number, { label: string; split: Split | null }>;
  /** Whether the header names the label column, so that the table means to label. */
  explicit: boolean;
}

const labelHeaders = [
  /^(labels?|class(es)?|categor(y|ies)|class_?names?|label_?names?|target_?names?)$/,
  /^(breed|species|diagnosis|target|tag|variety|kind|type)s?$/,
  /label|class|categor/,
];
const splitHeader = /^(data ?)?(split|set|subset|partition)$/;

/** Finds the file a cell means: by its path, its name, or its name without the extension. */
class FileIndex {
  readonly #files: readonly TableFile[];
  readonly #byName = new Map<string, number[]>();

  constructor(files: readonly TableFile[]) {
    this.#files = files;
    for (const [i, file] of files.entries()) {
      for (const key of new Set([file.name, stem(file.name)])) {
        const found = this.#byName.get(key);
        if (found) found.push(i);
        else this.#byName.set(key, [i]);
      }
    }
  }

  /** Among files of one name, those under the cell's folders, then those of the table's split. */
  find(cell: string, tableSplit: Split | null): number | null {
    const path = safeSegments(cell);
    const name = path.pop();
    let found = name === undefined ? [] : (this.#byName.get(name) ?? []);
    if (found.length > 1 && path.length > 0) {
      found = found.filter((i) => this.#files[i]!.folders.join('/').endsWith(path.join('/')));
    }
    if (found.length > 1 && tableSplit) {
      found = found.filter((i) =>
        this.#files[i]!.folders.some((folder) => parseSplit(folder)?.split === tableSplit),
      );
    }
    return found.length === 1 ? found[0]! : null;
  }
}

/** The column in which most cells name a file, if half of them do. */
function fileColumn(rows: readonly string[][], isFile: (cell: string) => boolean): number | null {
  const width = Math.max(...rows.map((row) => row.length));
  let best: number | null = null;
  let most = rows.length / 2 - 1;
  for (let column = 0; column < width; column++) {
    const count = rows.filter((row) => isFile(row[column] ?? '')).length;
    if (count > most && count > 0) [best, most] = [column, count];
  }
  return best;
}

const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell));

/** By header, the plainest name first and words before numbers; else the only other column. */
function labelColumn(
  header: readonly string[] | null,
  rows: readonly string[][],
  files: number,
): { column: number; explicit: boolean } | null {
  const width = Math.max(...rows.map((row) => row.length));
  const others = Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== files && !splitHeader.test(header?.[column]?.toLowerCase() ?? ''),
  );
  const isNumeric = (column: number) => rows.every((row) => isNumber(row[column] ?? ''));
  const wordsFirst = others.toSorted((a, b) => Number(isNumeric(a)) - Number(isNumeric(b)));
  for (const pattern of header ? labelHeaders : []) {
    const column = wordsFirst.find((other) => pattern.test(header![other]?.toLowerCase() ?? ''));
    if (column !== undefined) return { column, explicit: true };
  }
  if (others.length === 1) return { column: others[0]!, explicit: header === null };
  // Measurements differ from row to row; labels come back.
  const column = wordsFirst.find((other) => {
    const distinct = new Set(rows.map((row) => row[other])).size;
    return distinct > 1 && distinct <= rows.length / 2;
  });
  return column === undefined ? null : { column, explicit: false };
}

/** Labels that a table gives to files; null if it names none. `name` is the table's file name. */
export function tableLabels(
  table: readonly string[][],
  name: string,
  files: readonly TableFile[],
): TableLabels | null {
  if (table.length === 0) return null;
  const index = new FileIndex(files);
  const tableSplit = parseSplit(stem(name))?.split ?? null;
  const find = (cell: string) => index.find(cell, tableSplit);
  const byFile = fileColumn(table, (cell) => find(cell) !== null);
  if (byFile === null) return null;
  const header = find(table[0]![byFile] ?? '') === null ? table[0]! : null;
  const rows = header ? table.slice(1) : table;
  const byLabel = rows.length > 0 ? labelColumn(header, rows, byFile) : null;
  if (!byLabel) return null;
  const bySplit = header?.findIndex((title) => splitHeader.test(title.toLowerCase())) ?? -1;
  const labels: TableLabels['labels'] = new Map();
  for (const row of rows) {
    const file = find(row[byFile] ?? '');
    const label = row[byLabel.column]?.normalize('NFC');
    if (file === null || !label || labels.has(file)) continue;
    labels.set(file, { label, split: parseSplit(row[bySplit] ?? '')?.split ?? null });
  }
  return labels.size > 0 ? { labels, explicit: byLabel.explicit } : null;
}

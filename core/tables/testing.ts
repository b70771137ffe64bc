import { type ColumnType, type KindChoice, typeColumns } from './columns';
import { type ReadOptions, readTable } from './reader';
import type { Table } from './table';
import { utf8Bytes } from './utf8';

/** For tests: a table from a CSV's text. */
export function tableOf(csv: string, options: Partial<ReadOptions> = {}): Table {
  return readTable(utf8Bytes(csv), { file: 'test.csv', ...options });
}

/** For tests: a table from columns by name, and its types. */
export function columnsOf(
  columns: Record<string, readonly (string | number | null)[]>,
  byHand?: Record<string, KindChoice>,
): { table: Table; types: ColumnType[] } {
  const names = Object.keys(columns);
  const rows = columns[names[0]].map((_, row) => names.map((name) => columns[name][row] ?? ''));
  const lines = [names, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(','));
  const table = tableOf(lines.join('\n'), { header: true, delimiter: ',', decimal: '.' });
  return { table, types: typeColumns(table, byHand) };
}

/** For tests: n items by their index. */
export function times<T>(n: number, item: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => item(i));
}

import { toCsv } from '../../core/csv';

export type Cell = string | number | null;

export interface TableColumn {
  name: string;
  /** Writes a number as the page does elsewhere; as it is without. */
  write?: (value: number) => string;
}

/** The numbers behind a picture, for reading and for download. */
export interface Table {
  columns: readonly TableColumn[];
  rows: readonly (readonly Cell[])[];
}

/** What stands where there is no value. */
const nothing = '–';

/** A cell as it is read on the page. */
export function cellText(table: Table, row: number, column: number): string {
  const cell = table.rows[row]?.[column] ?? null;
  if (cell === null) return nothing;
  if (typeof cell === 'string') return cell;
  return table.columns[column]?.write?.(cell) ?? String(cell);
}

/** The same rows and columns as CSV, numbers unrounded. */
export function tableCsv({ columns, rows }: Table): string {
  return toCsv([columns.map(({ name }) => name), ...rows]);
}

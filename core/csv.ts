/** Text, a number, a truth value, or nothing (an empty cell). */
export type CsvCell = string | number | boolean | null | undefined;

/** What a spreadsheet takes for the start of a formula, or skips before it. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * One line of RFC 4180, with its CRLF: cells with a comma, a quote or a line break are quoted, quotes
 * doubled. Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV
 * Injection"); numbers stay numbers, also negative ones.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  const line = cells.map(cellText).join(',');
  // An empty line is skipped by most readers; a quoted empty cell is not.
  return `${cells.length === 1 && line === '' ? '""' : line}\r\n`;
}

/** Lines one after the other; whoever writes the file encodes it as UTF-8. */
export function toCsv(rows: Iterable<readonly CsvCell[]>): string {
  let text = '';
  for (const row of rows) text += csvLine(row);
  return text;
}

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

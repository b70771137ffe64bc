import { parseDate } from './dates';
import { isMissing } from './missing';
import { noEvidence, weighMark } from './numbers';
import { utf8Bytes } from './utf8';

type Shape = 'missing' | 'number' | 'date' | 'text';

/** What a cell looks like by itself. */
export function shapeOf(cell: string): Shape {
  if (isMissing(cell)) return 'missing';
  const bytes = utf8Bytes(cell);
  if (weighMark(noEvidence(), bytes, 0, bytes.length)) return 'number';
  return Number.isNaN(parseDate(cell, 'dmy')) && Number.isNaN(parseDate(cell, 'mdy'))
    ? 'text'
    : 'date';
}

/**
 * Whether the first row names the columns, after csv.Sniffer of Python, with votes: a column of
 * numbers or dates votes by whether its first cell is one too; a column of texts votes against
 * where the first cell comes again below, and half for it where the texts below repeat and it does not
 * come. Without a majority, a first row of filled, unlike cells without a number is a header.
 */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...below] = rows;
  let votes = 0;
  first.forEach((cell, column) => {
    const cells = below.map((row) => row[column] ?? '').filter((text) => !isMissing(text));
    if (cells.length === 0) return;
    const shape = shapeOf(cell);
    const typed = cells.filter((text) => ['number', 'date'].includes(shapeOf(text))).length;
    if (typed >= 0.8 * cells.length) votes += shape === 'text' ? 1 : shape === 'missing' ? 0 : -1;
    else if (cells.includes(cell)) votes -= 1;
    else if (shape === 'text' && new Set(cells).size <= cells.length / 2) votes += 0.5;
  });
  if (votes !== 0) return votes > 0;
  return first.every((cell) => shapeOf(cell) === 'text') && new Set(first).size === first.length;
}

/** A cell of the grid; -1 is the heads: row -1 the columns', column -1 the rows'. The corner is none. */
export interface GridCell {
  row: number;
  column: number;
}

/** Where a key leads from a cell, by the grid pattern of ARIA; null for keys that lead nowhere. */
export function moved(
  from: GridCell,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  classes: number,
): GridCell | null {
  const last = classes - 1;
  const step = steps[key];
  let to: GridCell;
  if (step) to = { row: from.row + step[0], column: from.column + step[1] };
  else if (key === 'Home') to = { row: ctrlKey ? 0 : from.row, column: 0 };
  else if (key === 'End') to = { row: ctrlKey ? last : from.row, column: last };
  else return null;
  const inside = [to.row, to.column].every((at) => at >= -1 && at <= last);
  return inside && !(to.row === -1 && to.column === -1) ? to : null;
}

/**
 * Enter and Space choose the cell, other keys lead from it; what a key does here it does not do to the
 * page.
 */
export function onGridKey(
  event: KeyboardEvent,
  from: GridCell,
  classes: number,
  does: { choose: (cell: GridCell) => void; move: (to: GridCell) => void },
): void {
  const isChoice = event.key === 'Enter' || event.key === ' ';
  const to = isChoice ? from : moved(from, event, classes);
  if (!to) return;
  event.preventDefault();
  if (isChoice) does.choose(to);
  else does.move(to);
}

const page = 10;
const steps: Record<string, [rows: number, columns: number] | undefined> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-page, 0],
  PageDown: [page, 0],
};

const least = 12;
const most = 28;
/** What a matrix of cells larger than the least may fill, in px. */
const roomy = 1040;
/** Past this many classes cells shrink below `least`, so that the canvas stays one a browser can hold. */
const wide = 1440;

/** Numbers are written into cells of at least this side, in CSS px. */
export const roomForNumbers = 20;

/** Side of a cell on the canvas, in CSS px. */
export function cellSize(classes: number): number {
  const fitting = Math.min(most, Math.max(least, Math.floor(roomy / classes)));
  return Math.max(2, Math.min(fitting, Math.floor(wide / classes)));
}

/** Every how many classes a name fits beside its row. */
export function labelStep(cell: number): number {
  return Math.ceil(least / cell);
}

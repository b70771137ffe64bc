import type { Evaluation, Selection } from '../../../state/evaluation-measures';
import type { GridCell } from './grid-move';

export type Shown = 'counts' | 'shares';

/** What both drawings of the matrix are given. */
export interface MatrixProps {
  evaluation: Evaluation;
  /** Each row divided by its pictures, [classes, classes]. */
  shares: Float64Array;
  shown: Shown;
  selected: Selection | null;
  onSelect: (selection: Selection) => void;
  /** The cell under the pointer or the keyboard, with its place in the window; null when left. */
  onPoint: (at: { cell: GridCell; box: DOMRect } | null) => void;
}

export const selectionOf = ({ row, column }: GridCell): Selection => ({
  label: row < 0 ? null : row,
  said: column < 0 ? null : column,
});

/**
 * How strongly a share of its row is coloured, 0..1. Of its square root: a mistake of one in a
 * hundred still shows beside a diagonal of nine in ten.
 */
export const depthOf = (share: number): number => Math.sqrt(share);

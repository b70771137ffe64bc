import type { Pixels } from '../../core/preprocessing/types';

/** How a picture is shown to a network: as it is, mirrored left to right, or varied. */
export type View = 'plain' | 'mirror' | AugmentedView;

/** One varied view of every picture, made of network-sized pixels. */
export interface AugmentedView {
  /** Names all that it hangs on besides the picture. */
  readonly key: string;
  /** The row whose pixels are mixed in, if any are. */
  partner(row: number): number | null;
  /** New pixels of the same size. */
  make(own: Pixels, row: number, other: Pixels | null): Uint8Array;
}

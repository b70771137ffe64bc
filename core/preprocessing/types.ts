export type Interpolation = 'bilinear' | 'bicubic';

/** What a checkpoint expects of its input; the field names are timm's pretrained_cfg's. */
export interface Preprocessing {
  /** Pixels. */
  readonly inputSize: readonly [height: number, width: number];
  /** Share of the resized short side the centre crop keeps: short side = floor(input / cropPct). */
  readonly cropPct: number;
  readonly interpolation: Interpolation;
  /** Per channel, of values in 0..1. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Decoded picture: RGB, 8 bit, row-major, no alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3]. */
  readonly data: Uint8Array;
}

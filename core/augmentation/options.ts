import { LensmithError } from '../errors';

export const augmentationPresets = [
  'none',
  'photographs',
  'documents',
  'top-down',
  'text',
] as const;
/** What the pictures are; it says which changes leave their label true. */
export type AugmentationPreset = (typeof augmentationPresets)[number];
export type Fill = 'reflect' | 'black' | 'white';

/**
 * How training pictures are varied; plain JSON. Everything is drawn anew for every view of every
 * picture, fixed by the seed; validation and test pictures are never varied.
 */
export interface Augmentation {
  /** What the strengths began as; they may have been changed since. */
  readonly preset: AugmentationPreset;
  /** Varied views of a picture that are learned from beside itself: 1..16. */
  readonly views: number;
  /** Left to right, with probability 1/2. */
  readonly horizontalFlip: boolean;
  /** Top to bottom, with probability 1/2. */
  readonly verticalFlip: boolean;
  /** By 0, 90, 180 or 270 degrees, each equally likely (0 or 180 where the sides differ). */
  readonly quarterTurns: boolean;
  /** Degrees to either side, uniform: 0..180. */
  readonly rotation: number;
  /** What a rotation shows from outside the picture. */
  readonly fill: Fill;
  /** Least share of the area that a random resized crop keeps: 0.08..1; 1 crops nothing. */
  readonly crop: number;
  /** Greatest change of the aspect ratio by that crop, either way: 1..3. */
  readonly cropRatio: number;
  /** Factors are uniform in 1 - x .. 1 + x: 0..1. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Share of the colour circle, either way: 0..0.5. */
  readonly hue: number;
  /** Greatest deviation of a Gaussian blur, in pixels of a picture 224 wide, uniform from 0: 0..5. */
  readonly blur: number;
  /** Probability that a rectangle is erased: 0..1. */
  readonly erasing: number;
  /** Beta's parameter in mixup, 0..4; 0 mixes nothing. */
  readonly mixup: number;
  /** Beta's parameter in CutMix, 0..4; with mixup as well, views take turns. */
  readonly cutmix: number;
}

/** What may be asked for: a preset, or strengths that differ from those of `preset` (default: none). */
export type AugmentationOptions = AugmentationPreset | Partial<Augmentation>;

const off: Augmentation = {
  preset: 'none',
  views: 3,
  horizontalFlip: false,
  verticalFlip: false,
  quarterTurns: false,
  rotation: 0,
  fill: 'reflect',
  crop: 1,
  cropRatio: 4 / 3,
  brightness: 0,
  contrast: 0,
  saturation: 0,
  hue: 0,
  blur: 0,
  erasing: 0,
  mixup: 0,
  cutmix: 0,
};

/** Strengths by what the pictures are. */
export const presetAugmentation: Readonly<Record<AugmentationPreset, Augmentation>> = {
  none: off,
  photographs: {
    ...off,
    preset: 'photographs',
    horizontalFlip: true,
    rotation: 10,
    crop: 0.6,
    brightness: 0.2,
    contrast: 0.2,
    saturation: 0.2,
    hue: 0.02,
  },
  documents: {
    ...off,
    preset: 'documents',
    rotation: 3,
    fill: 'white',
    crop: 0.85,
    cropRatio: 1.1,
    brightness: 0.2,
    contrast: 0.2,
    blur: 1,
  },
  'top-down': {
    ...off,
    preset: 'top-down',
    horizontalFlip: true,
    verticalFlip: true,
    quarterTurns: true,
    crop: 0.8,
    brightness: 0.15,
    contrast: 0.15,
  },
  text: {
    ...off,
    preset: 'text',
    rotation: 8,
    crop: 0.8,
    cropRatio: 1.15,
    brightness: 0.2,
    contrast: 0.2,
    blur: 1,
  },
};

type NumberName = {
  [K in keyof Augmentation]: Augmentation[K] extends number ? K : never;
}[keyof Augmentation];

/** Least and greatest value of every strength. */
export const augmentationLimits: Readonly<Record<NumberName, readonly [number, number]>> = {
  views: [1, 16],
  rotation: [0, 180],
  crop: [0.08, 1],
  cropRatio: [1, 3],
  brightness: [0, 1],
  contrast: [0, 1],
  saturation: [0, 1],
  hue: [0, 0.5],
  blur: [0, 5],
  erasing: [0, 1],
  mixup: [0, 4],
  cutmix: [0, 4],
};

const switches = ['horizontalFlip', 'verticalFlip', 'quarterTurns'] as const;
const fills: readonly Fill[] = ['reflect', 'black', 'white'];

/**
 * What was asked for with every strength filled in; null where nothing would change a picture.
 * Throws badOption for a name or a value that makes no sense.
 */
export function resolveAugmentation(asked: AugmentationOptions | undefined): Augmentation | null {
  if (asked === undefined) return null;
  if (typeof asked === 'string') return resolveAugmentation({ preset: asked });
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
    throw bad('augmentation', asked, augmentationPresets.join(', '));
  }
  const { preset = 'none' } = asked;
  if (!augmentationPresets.includes(preset)) {
    throw bad('augmentation.preset', preset, augmentationPresets.join(', '));
  }
  for (const [name, value] of Object.entries(asked)) check(name, value);
  const whole = { ...presetAugmentation[preset], ...asked };
  return changesPixels(whole) || whole.mixup > 0 || whole.cutmix > 0 ? whole : null;
}

function check(name: string, value: unknown): void {
  const option = `augmentation.${name}`;
  if (name === 'preset') return;
  if (name === 'fill') {
    if (!fills.includes(value as Fill)) throw bad(option, value, fills.join(', '));
  } else if (switches.some((one) => one === name)) {
    if (typeof value !== 'boolean') throw bad(option, value, 'true or false');
  } else if (Object.hasOwn(augmentationLimits, name)) {
    const [least, most] = augmentationLimits[name as NumberName];
    const whole = name === 'views';
    const fits = typeof value === 'number' && value >= least && value <= most;
    if (!fits || (whole && !Number.isInteger(value))) {
      throw bad(option, value, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
    }
  } else {
    throw bad(option, value, `nothing: there is no such option`);
  }
}

/** Whether a view's own pixels are changed, mixing apart. */
export function changesPixels(one: Augmentation): boolean {
  return (
    switches.some((name) => one[name]) ||
    one.crop < 1 ||
    [one.rotation, one.brightness, one.contrast, one.saturation, one.hue].some((x) => x > 0) ||
    one.blur > 0 ||
    one.erasing > 0
  );
}

/** The name of a run's augmentation: its preset's, or `custom` where strengths were changed. */
export function augmentationName(one: Augmentation): AugmentationPreset | 'custom' {
  const preset = presetAugmentation[one.preset];
  const names = Object.keys(preset) as (keyof Augmentation)[];
  return names.every((name) => name === 'views' || one[name] === preset[name])
    ? one.preset
    : 'custom';
}

/** What names a view's pixels in a cache: every strength that they hang on, in one order. */
export function pixelsKey(one: Augmentation): string {
  const { preset: _, views: __, mixup: ___, cutmix: ____, ...pixels } = one;
  return JSON.stringify(Object.entries(pixels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function bad(option: string, value: unknown, allowed: string): LensmithError {
  const written = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return new LensmithError('badOption', { option, value: written, allowed });
}

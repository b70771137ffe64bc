import { LensmithError } from '../../../core/errors';
import type { Preprocessing } from '../../../core/preprocessing/types';

/** What a file says of its model; null where it says nothing. */
export interface Described {
  /** timm's name, without the tag after a dot. */
  architecture: string | null;
  classes: readonly string[] | null;
  preprocessing: Preprocessing | null;
  /** What people call these weights: timm's `a1_in1k`. */
  tag: string | null;
  licence: string | null;
}

/**
 * From the metadata of the weights, which lies nearest to them, then from timm's `config.json`.
 * `file` names both in errors. Throws importDescription for what is said and cannot be.
 */
export function describe(
  metadata: Readonly<Record<string, string>>,
  config: unknown,
  file: string,
): Described {
  const bad = (reason: string): never => {
    throw new LensmithError('importDescription', { file, reason });
  };
  const parsed = (key: string): unknown => {
    if (metadata[key] === undefined) return null;
    try {
      return JSON.parse(metadata[key]);
    } catch {
      return bad(`${key} in its metadata is not JSON`);
    }
  };
  const timm = isRecord(config) ? config : {};
  const nested = isRecord(timm.pretrained_cfg) ? timm.pretrained_cfg : timm;
  const named = metadata.architecture ?? timm.architecture ?? nested.architecture ?? null;
  const stated = parsed('preprocessing');
  return {
    architecture: typeof named === 'string' ? named.replace(/^timm\//, '').split('.')[0]! : null,
    classes: classNames(parsed('classes') ?? timm.label_names ?? nested.label_names ?? null, bad),
    preprocessing: stated
      ? checked(stated as Preprocessing, bad)
      : 'mean' in nested || 'input_size' in nested
        ? checked(fromPretrainedCfg(nested), bad)
        : null,
    tag: text(nested.tag),
    licence: text(nested.license) ?? text(timm.license),
  };
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

type Bad = (reason: string) => never;

function classNames(value: unknown, bad: Bad): readonly string[] | null {
  if (value === null) return null;
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) {
    return bad('its classes are no list of names');
  }
  if (value.length < 2) return bad('it has fewer than two classes');
  if (new Set(value).size !== value.length) return bad('two of its classes have the same name');
  return value;
}

/** Field by field, as timm names them; channels come first there. */
function fromPretrainedCfg(cfg: Record<string, unknown>): Preprocessing {
  const [, height, width] = (cfg.input_size ?? []) as number[];
  const { crop_pct: cropPct = 0.875, interpolation, mean, std } = cfg;
  return { inputSize: [height, width], cropPct, interpolation, mean, std } as Preprocessing;
}

const largestSide = 1024;

function checked(value: Preprocessing, bad: Bad): Preprocessing {
  const wrong = (name: string, given: unknown) =>
    bad(`the ${name} of its pictures cannot be ${JSON.stringify(given) ?? 'left out'}`);
  const numbers = (list: unknown, length: number): list is number[] =>
    Array.isArray(list) && list.length === length && list.every(Number.isFinite);
  if (!isRecord(value)) return bad('its preprocessing is no object');
  const { inputSize, cropPct, interpolation, mean, std } = value;
  const isSide = (side: number) => Number.isInteger(side) && side > 0 && side <= largestSide;
  if (!numbers(inputSize, 2) || !inputSize.every(isSide)) wrong('input size', inputSize);
  if (!(Number.isFinite(cropPct) && cropPct > 0 && cropPct <= 1)) wrong('crop', cropPct);
  if (interpolation !== 'bilinear' && interpolation !== 'bicubic') {
    wrong('interpolation', interpolation);
  }
  if (!numbers(mean, 3)) wrong('mean', mean);
  if (!numbers(std, 3) || !std.every((each) => each > 0)) wrong('deviation', std);
  return { inputSize, cropPct, interpolation, mean, std };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { AugmentationPreset } from '../../../core/augmentation/options';
import type { Depth, Preset, TrainOptions } from '../../../core/run';

/** What stands in the form; an empty text means "automatic", and no time budget. */
export interface ManualFields {
  preset: Preset;
  minutes: string;
  /** Card ids chosen, in the zoo's order. */
  backbones: string[];
  depth: Depth | 'automatic';
  augmentation: AugmentationPreset;
  epochs: string;
  batchSize: string;
  learningRate: string;
  seed: string;
}

export type NumberField = 'minutes' | 'epochs' | 'batchSize' | 'learningRate' | 'seed';
export type InvalidField = NumberField | 'backbones';

interface Limits {
  low: number;
  high: number;
  whole: boolean;
}

/** The trainer's own limits (workers/training/options.ts); learning rate and minutes must be above 0. */
export const limits: Record<NumberField, Limits> = {
  /** A week. */
  minutes: { low: Number.MIN_VALUE, high: 7 * 24 * 60, whole: false },
  epochs: { low: 1, high: 10_000, whole: true },
  batchSize: { low: 1, high: 1024, whole: true },
  learningRate: { low: Number.MIN_VALUE, high: 1, whole: false },
  seed: { low: 0, high: 2 ** 32 - 1, whole: true },
};

const numberFields = Object.keys(limits) as NumberField[];

export function automaticFields(backbones: readonly string[]): ManualFields {
  return {
    preset: 'balanced',
    minutes: '',
    backbones: [...backbones],
    depth: 'automatic',
    augmentation: 'none',
    epochs: '',
    batchSize: '',
    learningRate: '',
    seed: '',
  };
}

/** A decimal comma is taken as well: half the world writes it. Null where it is not a number in range. */
export function parseNumber(field: NumberField, text: string): number | null {
  const { low, high, whole } = limits[field];
  const written = text.trim().replace(',', '.');
  const value = written === '' ? Number.NaN : Number(written);
  return value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : null;
}

/** Fields that cannot be used as they stand. */
export function invalidFields(fields: ManualFields): InvalidField[] {
  const invalid: InvalidField[] = numberFields.filter(
    (field) => fields[field].trim() !== '' && parseNumber(field, fields[field]) === null,
  );
  return fields.backbones.length === 0 ? [...invalid, 'backbones'] : invalid;
}

/** The trainer's options: the preset, and what differs from automatic; null while a field is invalid. */
export function toOptions(
  dataset: string,
  fields: ManualFields,
  all: readonly string[],
): TrainOptions | null {
  if (invalidFields(fields).length > 0) return null;
  const options: TrainOptions = { dataset, preset: fields.preset };
  if (fields.backbones.length < all.length) options.backbones = [...fields.backbones];
  if (fields.depth !== 'automatic') options.depth = fields.depth;
  if (fields.augmentation !== 'none') options.augmentation = fields.augmentation;
  for (const field of numberFields) {
    const value = parseNumber(field, fields[field]);
    if (value !== null) options[field] = value;
  }
  return options;
}

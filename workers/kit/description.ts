import type { Preprocessing } from '../../core/preprocessing/types';
import { Fault } from './fault';

/** A file of the bundle by its path in it. Throws Fault fileMissing. */
export type ReadFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/** What labels.json, preprocess.json and lensmith.json say of the model. */
export interface Description {
  labels: readonly string[];
  preprocessing: Preprocessing;
  /** Below this confidence it is none of the classes, most likely; null where the run has none. */
  threshold: number | null;
  /** Of dataset and network; null without lensmith.json, which prediction can do without. */
  name: string | null;
}

interface Recorded {
  run?: { backbone?: string; calibration?: { threshold?: number } | null };
  dataset?: { name?: string };
}

/** Throws Fault where a file is missing or damaged. */
export async function readDescription(read: ReadFile): Promise<Description> {
  const labels = await readJson<string[]>(read, 'labels.json', isLabels);
  const preprocessing = await readJson<Preprocessing>(read, 'preprocess.json', isPreprocessing);
  const record = await readJson<Recorded>(read, 'lensmith.json', isObject).catch(() => null);
  const named = [record?.dataset?.name, record?.run?.backbone].filter(Boolean).join(', ');
  const threshold = record?.run?.calibration?.threshold;
  return {
    ...{ labels, preprocessing, name: named || null },
    threshold: typeof threshold === 'number' ? threshold : null,
  };
}

/** Throws Fault fileMissing, or fileDamaged where `fits` does not hold. */
export async function readJson<T>(
  read: ReadFile,
  file: string,
  fits: (value: unknown) => boolean,
): Promise<T> {
  const bytes = await read(file);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Fault('fileDamaged', { file }, cause);
  }
  if (!fits(value)) throw new Fault('fileDamaged', { file });
  return value as T;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isLabels = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((label) => typeof label === 'string');

function isPreprocessing(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { inputSize, cropPct, interpolation } = value;
  const isSide = (side: unknown) => Number.isInteger(side) && (side as number) > 0;
  return (
    Array.isArray(inputSize) &&
    inputSize.length === 2 &&
    inputSize.every(isSide) &&
    typeof cropPct === 'number' &&
    cropPct > 0 &&
    (interpolation === 'bilinear' || interpolation === 'bicubic')
  );
}

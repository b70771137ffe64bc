import type { Split } from './dataset';

/** Where it lies in an exported dataset: beside the pictures' folders. */
export const manifestName = 'lensmith-dataset.json';

/** What folders and a label table cannot say of a dataset: the classes' order, its name, its own split. */
export interface DatasetManifest {
  name: string;
  /** In the order that labels index. */
  classes: string[];
  /** `file`: path in the archive, `/` between the parts. */
  pictures: { file: string; label: string; split: Split | null }[];
}

const format = 'lensmith-dataset';
const version = 1;
const sides: readonly unknown[] = ['train', 'validation', 'test', null];

export function writeManifest(manifest: DatasetManifest): string {
  return `${JSON.stringify({ format, version, ...manifest }, null, 1)}\n`;
}

/** Null for what is no manifest, or one of a newer version, or one that contradicts itself. */
export function parseManifest(text: string): DatasetManifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || value.format !== format || value.version !== version) return null;
  const { name, classes, pictures } = value;
  if (typeof name !== 'string' || !isListOf(classes, isText)) return null;
  const known = new Set(classes);
  if (known.size !== classes.length) return null;
  const isPicture = (one: unknown): one is DatasetManifest['pictures'][number] =>
    isObject(one) &&
    isText(one.file) &&
    known.has(one.label as string) &&
    sides.includes(one.split);
  if (!isListOf(pictures, isPicture)) return null;
  if (new Set(pictures.map(({ file }) => file)).size !== pictures.length) return null;
  return {
    name,
    classes,
    pictures: pictures.map(({ file, label, split }) => ({ file, label, split })),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

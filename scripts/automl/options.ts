import { parseArgs } from 'node:util';
import { augmentationPresets } from '../../core/augmentation/options';
import type { Depth, Preset, TrainOptions } from '../../core/run';

/** What to predict once the training has ended. */
export interface PredictOptions {
  /** A ZIP or a folder. */
  file: string;
  csv: string;
  /** A run of this training, by its id or an unmistakable beginning of it; null: the best. */
  run: string | null;
}

export interface AutomlOptions {
  file: string;
  train: Omit<TrainOptions, 'dataset'>;
  out: string | null;
  json: string | null;
  predict: PredictOptions | null;
}

export class UsageError extends Error {}

export const usage = `npm run automl -- FILE.zip [options]

  --preset NAME          quick: heads only; balanced (default): then deeper, for the leaders;
                         best: more views, deeper cuts, and what the models reach together
  --minutes N            most minutes to train; what is finished by then is kept
  --backbones a,b        which to train (default: the five starters)
  --depth DEPTH          head, last-stage, last-two-stages or all (default: as the preset says)
  --epochs N             most passes over the training pictures
  --batch-size N         pictures a step
  --learning-rate X      of the deeper fine-tuning
  --seed N               of the split and of everything random
  --augmentation NAME    photographs, documents, top-down, text or none (default): varied views
                         of the training pictures for heads, kept where validation gains
  --backend NAME         wasm or webgpu (default: the better one here)
  --out DIR              write result.json, leaderboard.csv, metrics.csv and the best run's
                         bundle (DIR/bundle) there
  --json FILE            write the result there
  --predict MORE.zip     then predict these pictures (a ZIP or a folder) ...
  --csv OUT.csv          ... and write the answers there, a line a file
  --run ID               predict with this run, not the best; the beginning of its id will do,
                         as in mobilenetv3_large_100-head`;

const presets: readonly Preset[] = ['quick', 'balanced', 'best'];
const depths: readonly Depth[] = ['head', 'last-stage', 'last-two-stages', 'all'];

function number(name: string, text: string | undefined, whole: boolean): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const fits = whole
    ? Number.isSafeInteger(value) && value >= 0
    : Number.isFinite(value) && value > 0;
  if (text.trim() === '' || !fits) {
    throw new UsageError(
      `--${name} cannot be "${text}": give a ${whole ? 'whole' : 'positive'} number.`,
    );
  }
  return value;
}

function oneOf<T extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((value) => value === text);
  if (!found) throw new UsageError(`--${name} cannot be "${text}": use ${allowed.join(', ')}.`);
  return found;
}

/** Throws UsageError with what to change. */
export function parseOptions(args: string[]): AutomlOptions {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1) throw new UsageError('Name one ZIP of labelled pictures.');
  const train = {
    backbones: values.backbones
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    preset: oneOf('preset', values.preset, presets),
    minutes: number('minutes', values.minutes, false),
    depth: oneOf('depth', values.depth, depths),
    epochs: number('epochs', values.epochs, true),
    batchSize: number('batch-size', values['batch-size'], true),
    learningRate: number('learning-rate', values['learning-rate'], false),
    seed: number('seed', values.seed, true),
    augmentation: oneOf('augmentation', values.augmentation, augmentationPresets),
    backend: oneOf('backend', values.backend, ['wasm', 'webgpu'] as const),
  };
  return {
    file: positionals[0],
    // What was not given stays absent, so that the app's own defaults hold.
    train: Object.fromEntries(Object.entries(train).filter(([, value]) => value !== undefined)),
    out: values.out ?? null,
    json: values.json ?? null,
    predict: predictOptions(values),
  };
}

function predictOptions(values: {
  predict?: string;
  csv?: string;
  run?: string;
}): PredictOptions | null {
  const { predict, csv, run } = values;
  if (predict === undefined) {
    if (csv !== undefined) throw new UsageError('--csv needs --predict: what to predict.');
    if (run !== undefined) throw new UsageError('--run needs --predict: what to predict.');
    return null;
  }
  if (!csv) throw new UsageError('--predict needs --csv: where to write the answers.');
  if (predict === '' || run === '') throw new UsageError('--predict and --run cannot be empty.');
  return { file: predict, csv, run: run ?? null };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      preset: { type: 'string' },
      minutes: { type: 'string' },
      backbones: { type: 'string' },
      depth: { type: 'string' },
      epochs: { type: 'string' },
      'batch-size': { type: 'string' },
      'learning-rate': { type: 'string' },
      seed: { type: 'string' },
      augmentation: { type: 'string' },
      backend: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'string' },
      predict: { type: 'string' },
      csv: { type: 'string' },
      run: { type: 'string' },
    },
  });
}

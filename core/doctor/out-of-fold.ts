import type { Picture } from '../dataset';
import { kFold } from '../learning/k-fold';
import { logLoss, softmax } from '../learning/metrics';

/** Rows to learn from and rows to answer for; both row-major float32. */
export interface FoldTask {
  fold: number;
  /** [M, width]. */
  features: Float32Array;
  /** [M], 0 .. classes - 1. */
  labels: Int32Array;
  /** [H, width], never among the features. */
  heldOut: Float32Array;
  heldOutLabels: Int32Array;
  width: number;
  classes: number;
  /** Inverse strengths of the penalty, ascending (scikit-learn's C). */
  strengths: readonly number[];
}

/** Learns and gives logits of the held-out rows, [H, classes], one for each strength, in their order. */
export type FoldClassifier = (task: FoldTask) => Promise<Float32Array[]>;

export interface OutOfFoldOptions {
  seed: number;
  /** Default: 5. Fewer where a class has fewer groups. */
  folds?: number;
  /** Folds given to the classifier at a time, each with its copy of the features. Default: 1. */
  parallel?: number;
  /** Default: 1e-5 .. 1e-2 in powers of ten. The one of lowest out-of-fold log loss counts. */
  strengths?: readonly number[];
}

export interface OutOfFold {
  /** [N, classes] float32, rows add up to 1; each from a model that has not seen the picture. */
  probabilities: Float32Array;
  /** Per picture, the fold that held it out. */
  foldOf: Uint8Array;
  folds: number;
  strength: number;
  /** Mean cross-entropy in nats against the given labels. */
  logLoss: number;
}

const defaultStrengths = [1e-5, 1e-4, 1e-3, 1e-2] as const;

/**
 * What models say of pictures they have not seen: k folds, stratified, groups kept together, so that no
 * model knows a picture by its look-alike. Labels are taken as they are, wrong ones too: a strong penalty
 * keeps a model from learning those by heart, which is why the strength is chosen on held-out rows.
 *
 * `features` [N, width] float32 in the order of `pictures`. `classify` is the caller's multinomial
 * logistic regression (workers: `EngineApi.fitHead`). Rejects with what `classify` rejects with, and with
 * RangeError where lengths do not fit.
 */
export async function outOfFold(
  pictures: readonly Pick<Picture, 'label' | 'group'>[],
  features: Float32Array,
  classes: number,
  classify: FoldClassifier,
  options: OutOfFoldOptions,
): Promise<OutOfFold> {
  const { seed, folds, parallel = 1, strengths = defaultStrengths } = options;
  const width = features.length / pictures.length;
  if (!(Number.isInteger(width) && width > 0 && strengths.length > 0)) {
    throw new RangeError(`${features.length} features of ${pictures.length} pictures`);
  }
  const { count, foldOf } = kFold([...pictures], { seed, folds });
  const labels = Int32Array.from(pictures, ({ label }) => label);
  const logits = strengths.map(() => new Float32Array(pictures.length * classes));
  const hold = async (fold: number) => {
    const rows = Array.from(pictures.keys());
    const heldOut = rows.filter((i) => foldOf[i] === fold);
    const seen = rows.filter((i) => foldOf[i] !== fold);
    const answers = await classify({
      fold,
      features: gather(features, width, seen),
      labels: Int32Array.from(seen, (i) => labels[i]),
      heldOut: gather(features, width, heldOut),
      heldOutLabels: Int32Array.from(heldOut, (i) => labels[i]),
      width,
      classes,
      strengths,
    });
    for (const [s, answer] of answers.entries()) {
      for (const [k, i] of heldOut.entries()) {
        logits[s].set(answer.subarray(k * classes, (k + 1) * classes), i * classes);
      }
    }
  };
  for (let first = 0; first < count; first += parallel) {
    const some = Array.from({ length: Math.min(parallel, count - first) }, (_, i) => first + i);
    await Promise.all(some.map(hold));
  }
  const losses = logits.map((values) => logLoss(values, labels, classes));
  const best = losses.indexOf(Math.min(...losses));
  return {
    probabilities: softmax(logits[best], classes),
    foldOf,
    folds: count,
    strength: strengths[best],
    logLoss: losses[best],
  };
}

function gather(features: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    out.set(features.subarray(row * width, (row + 1) * width), i * width);
  });
  return out;
}

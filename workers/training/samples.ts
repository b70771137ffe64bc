import type { EngineApi, LabelledBatch, PixelBatch, TensorData } from '../../core/contract/engine';
import type { Dataset, Picture } from '../../core/dataset';

/** A dataset as training sees it: rows are positions in `pictures`. */
export interface Samples {
  readonly dataset: Dataset;
  readonly pictures: readonly Picture[];
  readonly labels: Int32Array;
  /** Loss weight of each row; all 1 when the classes are balanced. */
  readonly weights: Float32Array;
  readonly classes: number;
}

/** What a tail takes in, by row: cached activations at the cut, or pixels. */
export interface Inputs {
  /** A fresh batch, so that it may be transferred. */
  gather(rows: readonly number[]): TensorData | PixelBatch;
}

/** Cuts `rows` into batches of one size: a varying shape would fragment the WASM heap. */
export function batches(
  rows: readonly number[],
  size: number,
): { rows: number[]; count: number }[] {
  const out = [];
  for (let at = 0; at < rows.length; at += size) {
    const batch = rows.slice(at, at + size);
    const count = batch.length;
    while (batch.length < size) batch.push(batch[batch.length % count]);
    out.push({ rows: batch, count });
  }
  return out;
}

/** One training batch; rows that only pad it weigh nothing. */
export function labelledBatch(
  samples: Samples,
  inputs: Inputs,
  batch: { rows: number[]; count: number },
): LabelledBatch {
  const labels = Int32Array.from(batch.rows, (row) => samples.labels[row]);
  const sampleWeights = Float32Array.from(batch.rows, (row, i) =>
    i < batch.count ? samples.weights[row] : 0,
  );
  return { inputs: inputs.gather(batch.rows), labels, sampleWeights };
}

/** Rows sent to an engine at once for logits; it cuts them into batches of its own. */
const LOGIT_ROWS = 64;

/** Logits of `rows` from the engine's current tail, [rows, classes]; `between` may throw. */
export async function logitsOf(
  engine: EngineApi,
  inputs: Inputs,
  rows: readonly number[],
  classes: number,
  between: () => void,
): Promise<Float32Array> {
  const logits = new Float32Array(rows.length * classes);
  for (let at = 0; at < rows.length; at += LOGIT_ROWS) {
    between();
    const { data } = await engine.logits(inputs.gather(rows.slice(at, at + LOGIT_ROWS)));
    logits.set(data, at * classes);
  }
  return logits;
}

/** Logits of several sets of rows, one after the other. */
export function concatenate(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

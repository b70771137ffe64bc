import { correctness, logLoss } from './metrics';

/**
 * The models, by position, whose mean probabilities predict best: the best single one first, then
 * whichever lowers the log loss most, until none does (Caruana et al. 2004, "Ensemble Selection from
 * Libraries of Models", without replacement, so that a mean of the chosen is all there is to
 * it). `models` are probabilities [N, classes] of the same rows; `rows` says which count.
 */
export function chooseEnsemble(
  models: readonly Float32Array[],
  labels: ArrayLike<number>,
  classes: number,
  rows: readonly number[],
): number[] {
  const chosen: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (;;) {
    const losses = models.map((_, m) =>
      chosen.includes(m)
        ? Number.POSITIVE_INFINITY
        : lossOf(meanProbabilities([...chosen, m].map((i) => models[i])), labels, classes, rows),
    );
    const least = Math.min(...losses);
    if (!(least < best)) return chosen;
    best = least;
    chosen.push(losses.indexOf(least));
  }
}

/** Element by element; the models must be at least one. */
export function meanProbabilities(models: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(models[0].length);
  for (const model of models) {
    for (let i = 0; i < mean.length; i++) mean[i] += model[i] / models.length;
  }
  return mean;
}

/**
 * How many rows an ensemble gets right whose members are chosen without them: for every part, the
 * members are those that the other parts choose. Scored on the rows that chose it, an ensemble would
 * be flattered by the choice. `partOf` [N] numbers the parts from 0.
 */
export function crossScoreEnsemble(
  models: readonly Float32Array[],
  labels: ArrayLike<number>,
  classes: number,
  partOf: ArrayLike<number>,
): number {
  const rows = Array.from({ length: labels.length }, (_, row) => row);
  let right = 0;
  for (const part of new Set(Array.from(partOf))) {
    const others = rows.filter((row) => partOf[row] !== part);
    const members = chooseEnsemble(models, labels, classes, others);
    const mean = meanProbabilities(members.map((m) => models[m]));
    const correct = correctness(mean, labels, classes);
    for (const row of rows) if (partOf[row] === part) right += correct[row];
  }
  return right;
}

function lossOf(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  rows: readonly number[],
): number {
  const logs = new Float32Array(rows.length * classes);
  rows.forEach((row, i) => {
    for (let c = 0; c < classes; c++) {
      // A float32 probability can be 0 though nothing is impossible.
      logs[i * classes + c] = Math.log(Math.max(probabilities[row * classes + c], 1e-30));
    }
  });
  const kept = Int32Array.from(rows, (row) => labels[row]);
  return logLoss(logs, kept, classes);
}

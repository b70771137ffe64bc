/** One kind of mistake: pictures of `label` that the model took for `predicted`. */
export interface ConfusedPair {
  label: number;
  predicted: number;
  count: number;
  /** Of the pictures of `label`, 0..1. */
  share: number;
}

/**
 * Each row divided by its pictures, [classes, classes], 0..1: scikit-learn's
 * `confusion_matrix(normalize='true')`. A row without pictures is zeros. Counts are those of `confusion`.
 */
export function rowNormalised(counts: Uint32Array, classes: number): Float64Array {
  const totals = rowTotals(counts, classes);
  return Float64Array.from(counts, (count, cell) => {
    const total = totals[Math.floor(cell / classes)];
    return total === 0 ? 0 : count / total;
  });
}

/**
 * The `most` commonest mistakes, by count and then by share; on a tie in the order of the classes.
 * Fewer where the model made fewer kinds of mistakes.
 */
export function confusedPairs(counts: Uint32Array, classes: number, most = 5): ConfusedPair[] {
  const totals = rowTotals(counts, classes);
  const pairs: ConfusedPair[] = [];
  counts.forEach((count, cell) => {
    const label = Math.floor(cell / classes);
    const predicted = cell % classes;
    if (count > 0 && label !== predicted) {
      pairs.push({ label, predicted, count, share: count / totals[label] });
    }
  });
  return pairs.sort((a, b) => b.count - a.count || b.share - a.share).slice(0, most);
}

/** Pictures per true class, [classes]. */
function rowTotals(counts: Uint32Array, classes: number): Float64Array {
  const totals = new Float64Array(classes);
  counts.forEach((count, cell) => {
    totals[Math.floor(cell / classes)] += count;
  });
  return totals;
}

/** From this ratio of the largest class to the smallest on, the loss is weighted. */
const IMBALANCED = 2;

/** Pictures per class. */
export function classCounts(labels: ArrayLike<number>, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
}

/** Whether the largest class has at least twice the pictures of the smallest; empty ones do not count. */
export function imbalanced(counts: Int32Array): boolean {
  const present = counts.filter((count) => count > 0);
  if (present.length === 0) return false;
  return Math.max(...present) >= IMBALANCED * Math.min(...present);
}

/**
 * Loss weight per class, scikit-learn's `class_weight='balanced'`: n / (classes present * count).
 * Each class then weighs the same in all, and the mean over the pictures is 1. An empty class has 0.
 */
export function classWeights(counts: Int32Array): Float32Array {
  const present = counts.filter((count) => count > 0).length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : total / (present * count)));
}

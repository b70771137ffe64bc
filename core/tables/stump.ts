/**
 * A shallow classification tree on one number (CART's Gini criterion, best split first), for a
 * question only: how much does this column alone say?
 */
export interface Stump {
  /** The class it says for a value; NaN has a leaf of its own. */
  predict(value: number): number;
}

interface Leaf {
  from: number;
  to: number;
  /** The best split: position, and by how much it raises the sum of squares over n. */
  cut: number;
  gain: number;
}

/** `values` and `labels` (0 .. classes - 1) are [n]; `leaves` at most. */
export function fitStump(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  leaves: number,
): Stump {
  const every = Array.from({ length: values.length }, (_, i) => i);
  const known = every.filter((i) => !Number.isNaN(values[i])).sort((a, b) => values[a] - values[b]);
  const x = Float64Array.from(known, (i) => values[i]);
  const y = Int32Array.from(known, (i) => labels[i]);
  const unknown = every.filter((i) => Number.isNaN(values[i])).map((i) => labels[i]);
  const overall = majority(Array.from(labels), classes);

  const open: Leaf[] = [bestCut(x, y, 0, x.length, classes)];
  while (open.length < leaves) {
    const next = open.reduce((best, leaf) => (leaf.gain > best.gain ? leaf : best));
    if (next.cut < 0) break;
    open.splice(open.indexOf(next), 1);
    open.push(bestCut(x, y, next.from, next.cut, classes));
    open.push(bestCut(x, y, next.cut, next.to, classes));
  }
  open.sort((a, b) => a.from - b.from);
  const bounds = open.slice(1).map(({ from }) => (x[from - 1] + x[from]) / 2);
  const said = open.map(({ from, to }) =>
    to > from ? majority(Array.from(y.subarray(from, to)), classes) : overall,
  );
  const gap = unknown.length > 0 ? majority(unknown, classes) : overall;
  return {
    predict(value) {
      if (Number.isNaN(value)) return gap;
      let leaf = 0;
      while (leaf < bounds.length && value > bounds[leaf]) leaf++;
      return said[leaf];
    },
  };
}

function bestCut(x: Float64Array, y: Int32Array, from: number, to: number, classes: number): Leaf {
  const left = new Float64Array(classes);
  const right = new Float64Array(classes);
  for (let i = from; i < to; i++) right[y[i]]++;
  // Sums of squared counts, kept up to date as rows change sides one by one.
  let leftSquares = 0;
  let rightSquares = right.reduce((sum, count) => sum + count * count, 0);
  const whole = rightSquares / Math.max(1, to - from);
  const leaf: Leaf = { from, to, cut: -1, gain: 1e-9 };
  for (let i = from; i < to - 1; i++) {
    const label = y[i];
    leftSquares += 2 * left[label]++ + 1;
    rightSquares -= 2 * right[label]-- - 1;
    if (x[i] === x[i + 1]) continue;
    const gain = leftSquares / (i + 1 - from) + rightSquares / (to - i - 1) - whole;
    if (gain > leaf.gain) {
      leaf.gain = gain;
      leaf.cut = i + 1;
    }
  }
  if (leaf.cut < 0) leaf.gain = 0;
  return leaf;
}

/** The most frequent of `labels`, the lowest on a tie. */
export function majority(labels: ArrayLike<number>, classes: number): number {
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts.indexOf(Math.max(...counts));
}

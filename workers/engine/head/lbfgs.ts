export interface Evaluation {
  value: number;
  gradient: Float64Array;
}

export interface Iterate<E extends Evaluation> {
  x: Float64Array;
  evaluation: E;
}

/**
 * Minimises a smooth function: limited-memory BFGS, two-loop recursion with the usual initial
 * scaling (Nocedal & Wright 2006, algorithms 7.4 and 7.5). The line search bisects to the weak Wolfe
 * conditions (Lewis & Overton 2013), so every step decreases the function and keeps the curvature
 * positive.
 *
 * Yields each accepted iterate; ends when the gradient's largest entry is at most
 * `gradientTolerance`, when the decrease falls below `relativeDecrease` of the value, or when
 * rounding leaves no step that decreases. The caller ends it earlier by `return`.
 */
export async function* minimise<E extends Evaluation>(
  evaluate: (x: Float64Array) => Promise<E>,
  start: Float64Array,
  { memory = 10, gradientTolerance = 1e-6, relativeDecrease = 1e-9 } = {},
): AsyncGenerator<Iterate<E>, void, void> {
  let x = start;
  let here = await evaluate(x);
  const pairs: Pair[] = [];
  while (largest(here.gradient) > gradientTolerance) {
    const direction = descend(here.gradient, pairs);
    const slope = dot(here.gradient, direction);
    if (!(slope < 0)) return;
    // Without curvature yet, a step of length one at most.
    const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(direction, direction)));
    const found = await search(evaluate, x, here, direction, slope, first);
    if (!found) return;
    const s = combine(found.x, x, -1);
    const y = combine(found.evaluation.gradient, here.gradient, -1);
    const curvature = dot(s, y);
    if (curvature > 0) {
      pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > memory) pairs.shift();
    }
    const decrease = here.value - found.evaluation.value;
    x = found.x;
    here = found.evaluation;
    yield found;
    if (decrease <= relativeDecrease * Math.max(Math.abs(here.value), 1e-12)) return;
  }
}

interface Pair {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

/** -H g by the two-loop recursion. */
function descend(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (const { s, y, rho } of pairs.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.unshift(alpha);
    addScaled(q, y, -alpha);
  }
  const last = pairs.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1;
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  pairs.forEach(({ s, y, rho }, i) => {
    addScaled(q, s, alphas[i]! - rho * dot(y, q));
  });
  for (let i = 0; i < q.length; i++) q[i] = -q[i]!;
  return q;
}

const sufficientDecrease = 1e-4;
const curvatureShare = 0.9;
const mostTrials = 25;

async function search<E extends Evaluation>(
  evaluate: (x: Float64Array) => Promise<E>,
  x: Float64Array,
  here: Evaluation,
  direction: Float64Array,
  slope: number,
  first: number,
): Promise<Iterate<E> | null> {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = first;
  let decreasing: Iterate<E> | null = null;
  for (let trial = 0; trial < mostTrials; trial++) {
    const candidate = combine(x, direction, length);
    const evaluation = await evaluate(candidate);
    if (!(evaluation.value < here.value + sufficientDecrease * length * slope)) high = length;
    else {
      decreasing = { x: candidate, evaluation };
      if (dot(evaluation.gradient, direction) >= curvatureShare * slope) return decreasing;
      low = length;
    }
    length = Number.isFinite(high) ? (low + high) / 2 : 2 * low;
  }
  return decreasing;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, other: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += scale * other[i]!;
}

/** a + scale * b, new. */
function combine(a: Float64Array, b: Float64Array, scale: number): Float64Array {
  const result = a.slice();
  addScaled(result, b, scale);
  return result;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** Nearer than this a point lies on the line: float64 rounds the rates of 10,000 rows far less. */
const ON_THE_LINE = 1e-12;

/** A line through the points (x[i], y[i]). */
export interface Polyline {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** A stretch of the line, drawn as one segment, and the point of it that the segment misses most. */
interface Stretch {
  first: number;
  last: number;
  furthest: number;
  distance: number;
}

/**
 * Indices, rising, of at most `most` points (at least the two ends) that draw the same line: again
 * and again the point is added that the drawn line misses most, until none is missed (Douglas &
 * Peucker 1973, by number in place of tolerance). Coordinates count alike: bring x and y to one scale.
 */
export function thinned(curve: Polyline, most: number): Uint32Array {
  const points = curve.x.length;
  if (points <= 2) return Uint32Array.from({ length: points }, (_, i) => i);
  const kept = [0, points - 1];
  const stretches = [stretch(curve, 0, points - 1)];
  while (kept.length < most) {
    let worst = 0;
    for (let i = 1; i < stretches.length; i++) {
      if (stretches[i].distance > stretches[worst].distance) worst = i;
    }
    const { first, furthest, last, distance } = stretches[worst];
    if (distance < ON_THE_LINE) break;
    kept.push(furthest);
    stretches[worst] = stretch(curve, first, furthest);
    stretches.push(stretch(curve, furthest, last));
  }
  return Uint32Array.from(kept).sort();
}

function stretch({ x, y }: Polyline, first: number, last: number): Stretch {
  const dx = x[last] - x[first];
  const dy = y[last] - y[first];
  const squared = dx * dx + dy * dy;
  let furthest = first;
  let distance = 0;
  for (let i = first + 1; i < last; i++) {
    const px = x[i] - x[first];
    const py = y[i] - y[first];
    // The nearest point may be an end of the segment: a line can double back.
    const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
    const missed = Math.hypot(px - along * dx, py - along * dy);
    if (missed > distance) {
      distance = missed;
      furthest = i;
    }
  }
  return { first, last, furthest, distance };
}

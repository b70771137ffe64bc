import { createRandom } from '../random';
import type { Grey } from './grey';

/** Smooth grey waves that differ with the seed, 0..255: what a photograph is to the doctor. */
export function waves(seed: number, width = 96, height = 72): Grey {
  const random = createRandom(seed).fork('waves');
  const parts = Array.from({ length: 6 }, () => ({
    across: (1 + 6 * random.uniform()) * Math.PI,
    down: (1 + 6 * random.uniform()) * Math.PI,
    phase: 2 * Math.PI * random.uniform(),
    size: 10 + 25 * random.uniform(),
  }));
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
    return parts.reduce(
      (sum, { across, down, phase, size }) => sum + size * Math.cos(across * x + down * y + phase),
      128,
    );
  });
  return { width, height, data };
}

export interface Blobs {
  /** [N, width] float32. */
  features: Float32Array;
  width: number;
  /** What the pictures are, [N]. */
  truth: Int32Array;
  /** What they are labelled, [N]. */
  labels: Int32Array;
  classes: number;
}

/** Gaussian classes of deviation 1 around random centres `apart` long, a share of the labels flipped. */
export function blobs(options: {
  seed: number;
  perClass: number;
  classes: number;
  width: number;
  apart: number;
  flipped: number;
}): Blobs {
  const { seed, perClass, classes, width, apart, flipped } = options;
  const random = createRandom(seed).fork('blobs');
  const centres = Array.from({ length: classes }, () => {
    const centre = Float64Array.from({ length: width }, () => random.normal());
    const length = Math.hypot(...centre);
    return centre.map((value) => (apart * value) / length);
  });
  const count = classes * perClass;
  const truth = Int32Array.from({ length: count }, (_, i) => i % classes);
  const features = Float32Array.from(
    { length: count * width },
    (_, i) => centres[truth[Math.floor(i / width)]][i % width] + random.normal(),
  );
  const labels = truth.slice();
  const order = random.shuffle(Int32Array.from({ length: count }, (_, i) => i));
  for (const i of order.subarray(0, Math.round(flipped * count))) {
    labels[i] = (truth[i] + 1 + random.integer(classes - 1)) % classes;
  }
  return { features, width, truth, labels, classes };
}

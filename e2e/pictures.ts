import { createRandom } from '../core/random';
import { encodePng } from '../scripts/png';

export const shapes = ['stripes', 'columns', 'disc'] as const;
export type ShapeClass = (typeof shapes)[number];

/**
 * A synthetic picture whose class is its pattern, in random colours with noise: what separates the
 * classes is not the mean colour, so a constant predictor and a colour counter both fail on it.
 */
export function drawShape(shape: ShapeClass, seed: number, side = 64): Uint8Array {
  const random = createRandom(seed + 1000 * shapes.indexOf(shape));
  const colour = () => [0, 1, 2].map(() => 40 + 170 * random.uniform());
  const back = colour();
  const front = back.map((value) => (value + 110) % 255);
  const period = 6 + Math.floor(random.uniform() * 6);
  const centre = [0.35 + 0.3 * random.uniform(), 0.35 + 0.3 * random.uniform()].map(
    (v) => v * side,
  );
  const radius = side * (0.18 + 0.14 * random.uniform());
  const inside = (x: number, y: number) => {
    if (shape === 'stripes') return y % period < period / 2;
    if (shape === 'columns') return x % period < period / 2;
    return Math.hypot(x - centre[0], y - centre[1]) < radius;
  };
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const base = inside(x, y) ? front : back;
      for (let c = 0; c < 3; c++) {
        const value = base[c] + 24 * (random.uniform() - 0.5);
        data[(y * side + x) * 3 + c] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }
  return encodePng(side, side, 3, data);
}

export const hues = ['red', 'green', 'blue'] as const;
export type Hue = (typeof hues)[number];

/** A noisy picture of one hue: what even a network with random weights can tell apart. */
export function drawHue(hue: Hue, seed: number, side = 32): Uint8Array {
  const random = createRandom(seed).fork(hue);
  const strong = hues.indexOf(hue);
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const level = i % 3 === strong ? 150 : 70;
    return level + Math.floor(100 * random.uniform());
  });
  return encodePng(side, side, 3, data);
}

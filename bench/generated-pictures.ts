import { createRandom } from '../core/random';
import { encodePng } from '../scripts/png';

const cells = 6;
const cell = 8;
const side = cells * cell;

/**
 * A picture of random patches, one hue of them more frequent in each of ten classes: learnable, cheap,
 * and no two look alike.
 */
export function generatedPicture(index: number): { name: string; data: Uint8Array } {
  const random = createRandom(index + 1);
  const label = index % 10;
  const colours = Array.from({ length: cells * cells }, () => {
    const hue = random.uniform() < 0.5 ? label / 10 : random.uniform();
    return [0, 1 / 3, 2 / 3].map((shift) => {
      const wave = 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue - shift));
      return Math.round(255 * wave * (0.3 + 0.7 * random.uniform()));
    });
  });
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const colour = colours[Math.floor(y / cell) * cells + Math.floor(x / cell)];
      data.set(colour, (y * side + x) * 3);
    }
  }
  return { name: `class-${label}/${index}.png`, data: encodePng(side, side, 3, data) };
}

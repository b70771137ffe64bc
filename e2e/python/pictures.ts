/** Seeded pictures of many sizes and colour types, with the pixels that decoding them must give. */

import type { Pixels } from '../../core/preprocessing/types';
import { createRandom } from '../../core/random';
import { png, type pngColour } from '../../scripts/png';

export interface SamplePicture {
  readonly file: string;
  readonly content: Uint8Array;
  /** As the app decodes it: RGB, transparency over white. */
  readonly pixels: Pixels;
}

type Colour = keyof typeof pngColour;

/** Portrait and landscape, smaller than the input, just short of and past the working copy's 512. */
const sizes: readonly [width: number, height: number, colour: Colour][] = [
  [64, 64, 'rgb'],
  [33, 97, 'rgb'],
  [300, 200, 'rgb'],
  [511, 700, 'rgb'],
  [512, 513, 'rgb'],
  [1100, 640, 'rgb'],
  [90, 120, 'grey'],
  [150, 80, 'palette'],
  [130, 100, 'rgba'],
  [600, 530, 'rgba'],
];

export function samplePictures(): SamplePicture[] {
  return sizes.map(([width, height, colour], seed) => {
    const rgb = draw(width, height, seed);
    const { samples, palette, data } = asColour(colour, rgb);
    return {
      file: `${seed}-${width}x${height}-${colour}.png`,
      content: png({ width, height }, colour, 8, samples, palette),
      pixels: { width, height, data },
    };
  });
}

/** Waves and edges under noise: what resizing by another rule than ours would change. */
function draw(width: number, height: number, seed: number): Uint8Array {
  const random = createRandom(seed).fork('picture');
  const waves = [0, 1, 2].map(() => [random.uniform() / 9, random.uniform() / 9, random.uniform()]);
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    const [across, down, phase] = waves[i % 3]!;
    const wave = Math.sin(across! * x + down! * y + 6 * phase!);
    const edge = (Math.floor(x / 23) + Math.floor(y / 17)) % 2 ? 40 : -40;
    data[i] = Math.max(0, Math.min(255, 128 + 70 * wave + edge + 30 * (random.uniform() - 0.5)));
  }
  return data;
}

/** The samples of a PNG of this colour type, and the RGB they stand for. */
function asColour(
  colour: Colour,
  rgb: Uint8Array,
): { samples: Uint8Array; palette?: Uint8Array; data: Uint8Array } {
  const count = rgb.length / 3;
  const each = (value: (pixel: number, channel: number) => number) =>
    Uint8Array.from({ length: rgb.length }, (_, i) => value(Math.floor(i / 3), i % 3));
  switch (colour) {
    case 'rgb':
      return { samples: rgb, data: rgb };
    case 'grey': {
      const samples = Uint8Array.from({ length: count }, (_, i) => rgb[3 * i]!);
      return { samples, data: each((pixel) => samples[pixel]!) };
    }
    case 'palette': {
      // Three bits of red, three of green, two of blue.
      const palette = Uint8Array.from({ length: 768 }, (_, i) => {
        const index = Math.floor(i / 3);
        return [index & 0xe0, (index << 3) & 0xe0, (index << 6) & 0xc0][i % 3]!;
      });
      const samples = Uint8Array.from({ length: count }, (_, i) => {
        const [r, g, b] = rgb.subarray(3 * i, 3 * i + 3);
        return (r! & 0xe0) | ((g! & 0xe0) >> 3) | (b! >> 6);
      });
      return { samples, palette, data: each((pixel, c) => palette[3 * samples[pixel]! + c]!) };
    }
    case 'rgba': {
      const alpha = (pixel: number) => (pixel * 7) % 256;
      const samples = Uint8Array.from({ length: 4 * count }, (_, i) =>
        i % 4 === 3 ? alpha(i >> 2) : rgb[3 * (i >> 2) + (i % 4)]!,
      );
      const overWhite = (pixel: number, c: number) => {
        const share = alpha(pixel) / 255;
        return Math.round(share * rgb[3 * pixel + c]! + (1 - share) * 255);
      };
      return { samples, data: each(overWhite) };
    }
  }
}

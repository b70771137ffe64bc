import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fill } from '../golden/fill';
import { resamplePositionEmbedding } from './position-embedding';

interface Golden {
  from: [number, number];
  to: [number, number];
  prefix: number;
  values: number[];
}

const file = new URL('../golden/data/position-embeddings.json', import.meta.url);
const goldens: Golden[] = JSON.parse(readFileSync(file, 'utf8'));
const width = 2;
/** Of values in -1..1: torch finds the window's centre, up to 14, and its weights in float32. */
const tolerance = 3e-6;

describe('resamplePositionEmbedding', () => {
  test.each(goldens)('$from to $to (prefix: $prefix) as timm', (golden) => {
    const tokens = golden.prefix + golden.from[0] * golden.from[1];
    const values = fill('pos_embed', [1, tokens, width]);
    const result = resamplePositionEmbedding(values, golden.from, golden.to, golden.prefix);
    expect(result.length).toBe(golden.values.length);
    const worst = Math.max(...golden.values.map((value, i) => Math.abs(value - result[i]!)));
    expect(worst).toBeLessThanOrEqual(tolerance);
  });

  test('values that are no such grid are refused', () => {
    expect(() => resamplePositionEmbedding(new Float32Array(7), [2, 2], [3, 3], 1)).toThrow(
      RangeError,
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { Run } from '../../../core/run';
import { expectedBytes, formatRows, requestOf } from './format-rows';

const run = { sizeBytes: 40_000_000 } as Run;

describe('every row', () => {
  test('asks for its own format, in the variant chosen', () => {
    for (const { format, variants } of formatRows) {
      expect(requestOf(format, variants[0]).format).toBe(format);
      for (const variant of variants) {
        expect(Object.values(requestOf(format, variant))).toContain(variant);
      }
    }
  });
});

describe('the size told beforehand', () => {
  test.each([
    ['tfjs', 'fp32', 40_000_000],
    ['tfjs', 'fp16', 20_000_000],
    ['onnx', 'int8', 11_000_000],
    ['pytorch', undefined, 40_000_000],
    ['bundle', undefined, 121_000_000],
  ] as const)('of %s %s', (format, variant, bytes) => {
    expect(expectedBytes(format, variant, run, [])).toBe(bytes);
  });

  test('of an MLflow store counts every model', () => {
    expect(expectedBytes('mlflow', undefined, run, [run, run])).toBe(80_000_000);
  });

  test('is not told where it is not known', () => {
    const unknown = { ...run, sizeBytes: null };
    expect(expectedBytes('onnx', 'uint8', unknown, [])).toBeNull();
    expect(expectedBytes('mlflow', undefined, unknown, [unknown])).toBeNull();
  });
});

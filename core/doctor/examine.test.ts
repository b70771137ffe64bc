import { describe, expect, it } from 'vitest';
import type { Split } from '../dataset';
import { classCounts } from '../learning/class-weights';
import { examine, type Patient } from './examine';
import type { FoldClassifier } from './out-of-fold';
import { blobs } from './testing';

/** Minus half the squared distance from each class's mean: what is best for such classes. */
const nearestMean: FoldClassifier = async (task) => {
  const { features, labels, heldOut, width, classes, strengths } = task;
  const counts = classCounts(labels, classes);
  const means = new Float64Array(classes * width);
  features.forEach((value, i) => {
    const label = labels[Math.floor(i / width)];
    means[label * width + (i % width)] += value / counts[label];
  });
  const logits = Float32Array.from({ length: (heldOut.length / width) * classes }, (_, i) => {
    const [row, c] = [Math.floor(i / classes), i % classes];
    let squares = 0;
    for (let d = 0; d < width; d++) {
      squares += (heldOut[row * width + d] - means[c * width + d]) ** 2;
    }
    return -squares / 2;
  });
  return strengths.map(() => logits);
};

const set = blobs({ seed: 9, perClass: 50, classes: 4, width: 32, apart: 6, flipped: 0.08 });

/** Picture 101 is 100 again, in another fold by the import's groups; 150 of the classes' files are to train on. */
function patient(): Patient {
  const features = set.features.slice();
  features.copyWithin(101 * 32, 100 * 32, 101 * 32);
  const pictures = Array.from(set.labels, (label, i) => ({
    hash: `bytes ${i === 101 ? 100 : i}`,
    perceptualHash: (BigInt(i + 1) * 0x9e3779b97f4a7c15n).toString(16).slice(-16).padStart(16, '0'),
    label,
    group: i,
    width: 300,
    height: 200,
  }));
  const sides = pictures.map((_, i): Split => (i === 100 ? 'test' : 'train'));
  return { pictures, classes: ['a', 'b', 'c', 'd'], sides, features, qualities: null };
}

describe('an examination', () => {
  it('finds wrong labels and leaks together', async () => {
    const { findings } = await examine(patient(), nearestMean, { seed: 1 });
    const wrong = new Set(
      Array.from(set.labels.keys()).filter((i) => i !== 101 && set.labels[i] !== set.truth[i]),
    );
    const errors = findings.filter(({ kind }) => kind === 'label-error');
    const right = errors.filter(({ pictures }) => wrong.has(pictures[0]));
    expect(wrong.size).toBeGreaterThanOrEqual(15);
    expect(right.length).toBeGreaterThanOrEqual(0.9 * wrong.size);
    expect(errors.slice(0, 10).every(({ pictures }) => wrong.has(pictures[0]))).toBe(true);
    const copies = findings.filter(({ pictures }) => pictures.length === 2);
    expect(copies.map(({ pictures }) => pictures)).toEqual([[100, 101]]);
    expect(['contradiction', 'leak']).toContain(copies[0].kind);
  });

  it('never answers for a picture with its copy in sight', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const { outOfFold } = await examine(patient(), nearestMean, { seed });
      expect(outOfFold.foldOf[100]).toBe(outOfFold.foldOf[101]);
    }
  });

  it('is the same each time', async () => {
    const [once, again] = await Promise.all(
      [1, 1].map((seed) => examine(patient(), nearestMean, { seed, parallel: seed + 2 })),
    );
    expect(again).toEqual(once);
  });

  it('calls no label of a tiny class wrong', async () => {
    const few = patient();
    const pictures = few.pictures.map((picture, i) => ({ ...picture, label: i < 4 ? 3 : i % 3 }));
    const { findings } = await examine({ ...few, pictures }, nearestMean, { seed: 1 });
    const given = findings.filter(({ kind }) => kind === 'label-error').map((f) => f.classes[0]);
    expect(given.length).toBeGreaterThan(0);
    expect(given).not.toContain(3);
    expect(findings.some(({ kind, classes }) => kind === 'small-class' && classes[0] === 3)).toBe(
      true,
    );
  });

  it('ends with what the classifier ends with', async () => {
    const fails: FoldClassifier = () => Promise.reject(new Error('cancelled'));
    await expect(examine(patient(), fails, { seed: 1 })).rejects.toThrow('cancelled');
  });
});

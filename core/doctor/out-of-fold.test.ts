import { beforeAll, describe, expect, it } from 'vitest';
import { fitHead } from '../../workers/engine/head/fit';
import { useBackend } from '../../workers/engine/testing';
import { argmax } from '../learning/metrics';
import { findLabelErrors } from './label-errors';
import { type FoldClassifier, outOfFold } from './out-of-fold';
import { type Blobs, blobs } from './testing';

/** The head that the engines fit. */
const logisticRegression: FoldClassifier = async (task) => {
  const { labels, heldOutLabels, width, classes, strengths } = task;
  const matrix = (data: Float32Array) => ({ shape: [data.length / width, width], data });
  const fits = await fitHead(
    {
      features: matrix(task.features),
      labels,
      sampleWeights: new Float32Array(labels.length).fill(1),
      classes,
      strengths: [...strengths],
      iterations: 40,
      tolerance: 1e-4,
      heldOut: matrix(task.heldOut),
      heldOutLabels,
    },
    async () => {},
  );
  return fits.map((fit) => fit.heldOutLogits?.data ?? new Float32Array());
};

const pictures = ({ labels }: Blobs) => Array.from(labels, (label, i) => ({ label, group: i }));

beforeAll(() => useBackend('wasm'));

describe('out-of-fold probabilities', () => {
  it('find flipped labels: at least 45 of the first 50 are', { timeout: 120_000 }, async () => {
    const set = blobs({ seed: 1, perClass: 80, classes: 10, width: 96, apart: 7, flipped: 0.1 });
    const { features, labels, truth, classes } = set;
    const { probabilities } = await outOfFold(
      pictures(set),
      features,
      classes,
      logisticRegression,
      { seed: 0 },
    );
    const found = findLabelErrors(probabilities, labels, classes);
    const first = found.slice(0, 50);
    const right = first.filter(({ picture }) => labels[picture] !== truth[picture]).length;
    expect(right).toBeGreaterThanOrEqual(45);
    const mended = first.filter(({ picture, suggested }) => suggested === truth[picture]).length;
    expect(mended).toBeGreaterThanOrEqual(45);
    // Labels by themselves hold no such order: the first 50 pictures have about 5.
    const wrong = labels.slice(0, 50).filter((label, i) => label !== truth[i]).length;
    expect(wrong).toBeLessThan(15);
  });

  it('come from models that have not seen the picture or its look-alikes', async () => {
    const set = blobs({ seed: 2, perClass: 12, classes: 3, width: 4, apart: 5, flipped: 0 });
    const groups = pictures(set).map((picture, i) => ({ ...picture, group: i % 18 }));
    const heldOutIn = new Map<number, number[]>();
    /** Answers with the row's first feature, so that rows can be told in the result. */
    const echo: FoldClassifier = async (task) => {
      const seen = new Set(Array.from(task.features).filter((_, i) => i % task.width === 0));
      const rows = Array.from(task.heldOut).filter((_, i) => i % task.width === 0);
      expect(rows.some((first) => seen.has(first))).toBe(false);
      expect(seen.size + rows.length).toBe(36);
      heldOutIn.set(task.fold, rows);
      return task.strengths.map(() => Float32Array.from(rows.flatMap((first) => [first, 0, 0])));
    };
    const { probabilities, foldOf, folds } = await outOfFold(groups, set.features, 3, echo, {
      seed: 3,
      strengths: [1],
    });
    expect(folds).toBe(5);
    for (let i = 0; i < 36; i++) {
      expect(foldOf[i]).toBe(foldOf[(i + 18) % 36]);
      const first = set.features[i * 4];
      expect(heldOutIn.get(foldOf[i])).toContain(first);
      expect(probabilities[i * 3]).toBeCloseTo(Math.exp(first) / (Math.exp(first) + 2), 5);
    }
  });

  it('are of the strength that errs least on held-out rows', async () => {
    const set = blobs({ seed: 3, perClass: 10, classes: 2, width: 2, apart: 4, flipped: 0 });
    const guess: FoldClassifier = async ({ heldOutLabels, strengths }) =>
      strengths.map((strength) =>
        Float32Array.from(
          Array.from(heldOutLabels).flatMap((label) =>
            label === 0 ? [strength, -strength] : [-strength, strength],
          ),
        ),
      );
    const { strength, probabilities, logLoss } = await outOfFold(
      pictures(set),
      set.features,
      2,
      guess,
      { seed: 0, strengths: [-1, 3, 0.5] },
    );
    expect(strength).toBe(3);
    expect(logLoss).toBeCloseTo(Math.log(1 + Math.exp(-6)), 6);
    expect([...argmax(probabilities, 2)]).toEqual([...set.labels]);
  });

  it('need features of every picture', async () => {
    const one = [{ label: 0, group: 0 }];
    await expect(
      outOfFold(one, new Float32Array(), 2, logisticRegression, { seed: 0 }),
    ).rejects.toThrow(RangeError);
  });
});

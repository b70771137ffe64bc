import { describe, expect, it } from 'vitest';
import type { Split } from '../dataset';
import { asEdit } from './action';
import { classHealth } from './class-health';
import { type Examined, type Finding, type FindingKind, rankFindings } from './findings';
import { findLabelErrors } from './label-errors';
import { type DuplicateGroup, duplicateGroups } from './near-duplicates';
import type { PictureQuality } from './picture-quality';
import { qualityIssues } from './quality-issues';
import { blobs } from './testing';

const set = blobs({ seed: 6, perClass: 30, classes: 3, width: 24, apart: 30, flipped: 0 });
const classes = ['cat', 'dog', 'fox'];
const count = set.labels.length;

/** 90 good pictures, then one of each fault put in. */
function examined(): Examined {
  const labels = set.labels.slice();
  const features = set.features.slice();
  const pictures = Array.from(labels, (label, i) => ({
    hash: `bytes ${i}`,
    perceptualHash: (BigInt(i + 1) * 0x9e3779b97f4a7c15n).toString(16).slice(-16).padStart(16, '0'),
    label,
    ...{ width: 300, height: 200 },
  }));
  const sides = pictures.map((_, i): Split => (i % 5 === 0 ? 'test' : 'train'));
  /** The file of one picture under another's name; its own label and side stay. */
  const copy = (from: number, to: number) => {
    const { hash, perceptualHash } = pictures[from];
    pictures[to] = { ...pictures[to], hash, perceptualHash };
    features.set(features.subarray(from * 24, (from + 1) * 24), to * 24);
  };
  const probabilities = Float32Array.from({ length: count * 3 }, (_, i) =>
    i % 3 === labels[Math.floor(i / 3)] ? 0.9 : 0.05,
  );
  // 3 is called a dog, and is none by its own label.
  probabilities.set([0.02, 0.96, 0.02], 9);
  copy(10, 13);
  copy(20, 22);
  probabilities.set(probabilities.subarray(60, 63), 66);
  copy(31, 34);
  pictures[34] = { ...pictures[34], width: 600 };
  const quality = pictures.map(
    ({ width, height }, i): PictureQuality => ({
      ...{ width, height, sharpness: 400, mean: 0.5, percentile95: 0.9 },
      ...{ percentile1: 0.05, percentile5: 0.1, percentile99: i === 40 ? 0.06 : 0.95 },
    }),
  );
  return {
    pictures,
    classes,
    sides,
    labelErrors: findLabelErrors(probabilities, labels, 3),
    duplicates: duplicateGroups(pictures, features, sides),
    quality: qualityIssues(quality),
    classReport: classHealth(labels, 3, probabilities, features),
    probabilities,
  };
}

const findings = rankFindings(examined());
const of = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind);

describe('findings', () => {
  it('are ranked by what they do to the numbers', () => {
    expect(findings.map(({ score }) => score)).toEqual(
      findings.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    const order: FindingKind[] = ['contradiction', 'leak', 'label-error', 'exact-copies'];
    const first = order.map((kind) => findings.findIndex((finding) => finding.kind === kind));
    expect(first).toEqual(first.toSorted((a, b) => a - b));
    expect(first.every((index) => index >= 0)).toBe(true);
    expect(findings.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
  });

  it('suggest the likelier label', () => {
    const error = of('label-error').find(({ pictures }) => pictures[0] === 3);
    expect(error).toMatchObject({ classes: [0, 1], action: { action: 'relabel', to: 1 } });
    // 20 and 22 are one picture of class 2, labelled 2 and 1.
    expect(of('contradiction')).toMatchObject([
      { pictures: [20, 22], action: { action: 'relabel', pictures: [22], to: 2 } },
    ]);
  });

  it('leave the test set alone', () => {
    // 10 is a test picture, 13 its copy to train on.
    expect(of('leak')).toMatchObject([
      { pictures: [10, 13], action: { action: 'exclude', pictures: [13] } },
    ]);
  });

  it('keep the largest of copies', () => {
    expect(of('exact-copies')).toMatchObject([
      { pictures: [31, 34], action: { action: 'exclude', pictures: [31] } },
    ]);
  });

  it('exclude what shows nothing', () => {
    const dark = of('picture-quality').filter(({ pictures }) => pictures[0] === 40);
    expect(dark.length).toBeGreaterThan(0);
    expect(dark[0].action).toEqual({ action: 'exclude', pictures: [40] });
  });

  it('have keys that outlive other edits', () => {
    const keys = findings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const before = examined();
    const turned = (i: number) => count - 1 - i;
    const after: Examined = {
      ...before,
      pictures: before.pictures.toReversed(),
      duplicates: [],
      quality: { issues: [], usual: [] },
      labelErrors: before.labelErrors.map((error) => ({
        ...error,
        picture: turned(error.picture),
      })),
    };
    const errors = (list: Finding[]) =>
      list.filter(({ kind }) => kind === 'label-error').map(({ key }) => key);
    expect(errors(rankFindings(after)).sort()).toEqual(errors(findings).sort());
  });

  it('on classes suggest to merge the smaller into the larger', () => {
    const report = classHealth(
      Int32Array.from({ length: 250 }, (_, i) => (i < 100 ? 0 : i < 245 ? 1 : 2)),
      3,
      Float32Array.from({ length: 750 }, (_, i) =>
        i < 735 ? [1, 1, 0, 0, 1, 0][i % 6] * (i % 3 === 0 ? 1.1 : 1) : Number(i % 3 === 2),
      ),
      new Float32Array(500),
    );
    const ranked = rankFindings({
      ...examined(),
      labelErrors: [],
      duplicates: [],
      quality: { issues: [], usual: [] },
      classReport: report,
    });
    expect(ranked.map(({ kind }) => kind)).toEqual(['alike-classes', 'small-class']);
    expect(ranked[0].action).toEqual({ action: 'merge', classes: [0], into: 1 });
    expect(ranked[1]).toMatchObject({ classes: [2], action: { action: 'keep' } });
  });
});

describe('an edit after a finding', () => {
  const ids = Array.from({ length: count }, (_, i) => `d/${i}`);
  const edit = (action: Finding['action']) => asEdit({ key: 'leak/1', action }, ids, classes);

  it('names ids and classes', () => {
    expect(edit({ action: 'relabel', pictures: [3], to: 1 })).toEqual({
      ...{ edit: 'relabel', pictures: ['d/3'], to: 'dog' },
    });
    expect(edit({ action: 'exclude', pictures: [1, 2] })).toEqual({
      ...{ edit: 'exclude', pictures: ['d/1', 'd/2'] },
    });
    expect(edit({ action: 'merge', classes: [0], into: 2 })).toEqual({
      ...{ edit: 'merge', classes: ['cat'], into: 'fox' },
    });
    expect(edit({ action: 'keep' })).toEqual({ edit: 'dismiss', finding: 'leak/1' });
  });

  it('of copies in the test set alone is to keep them', () => {
    const group: DuplicateGroup = {
      ...{ kind: 'near', pictures: [0, 5], similarity: 0.97, sides: ['test'] },
      ...{ crossesSplits: false, labels: [0], crossesClasses: false },
    };
    const [finding] = rankFindings({
      ...examined(),
      labelErrors: [],
      duplicates: [group],
      quality: { issues: [], usual: [] },
    });
    expect(finding).toMatchObject({ kind: 'near-copies', action: { action: 'keep' } });
  });
});

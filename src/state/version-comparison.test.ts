import { expect, test } from 'vitest';
import { runOf } from '../../core/store/fixtures';
import { compareVersions } from './version-comparison';

const tested = (classes: string[], pictures: string[], labels: number[], said: number[]) => {
  const logits = new Float32Array(said.length * classes.length);
  said.forEach((label, i) => {
    logits[i * classes.length + label] = 5;
  });
  const of = { pictures, labels: Int32Array.from(labels), logits };
  return {
    run: runOf('r', { classes }),
    predictions: { validation: of, test: of, classes: classes.length },
  };
};

test('judges both by the later labels on common pictures, classes by what they became', () => {
  const before = tested(['cat', 'dog', 'hound'], ['a', 'b', 'c', 'x'], [0, 1, 0, 0], [0, 2, 1, 0]);
  const after = tested(['cat', 'wolf'], ['b', 'a', 'c', 'y'], [1, 0, 1, 0], [1, 1, 1, 0]);
  const compared = compareVersions(before, after, [
    { edit: 'merge', classes: ['hound'], into: 'dog' },
    { edit: 'rename', from: 'dog', to: 'wolf' },
  ]);
  // Before: a right, b a hound and so a wolf, c a dog and so a wolf. After: a wrong.
  expect(compared).toMatchObject({ pictures: 3, onlyBefore: 1, onlyAfter: 0, leftOut: 2, p: 1 });
  expect(compared?.before.correct).toBe(3);
  expect(compared?.after.correct).toBe(2);
});

test('has nothing to say without common pictures', () => {
  const one = tested(['cat', 'dog'], ['a'], [0], [0]);
  expect(compareVersions(one, tested(['cat', 'dog'], ['b'], [0], [0]), [])).toBeNull();
});

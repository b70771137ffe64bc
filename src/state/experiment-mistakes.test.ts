import { describe, expect, it } from 'vitest';
import { answers, outcomes } from './experiment-mistakes';

const predicted = {
  pictures: ['d/0', 'd/1', 'd/2'],
  labels: Int32Array.of(0, 1, 1),
  logits: Float32Array.of(2, 0, 1, 0, 3, 0),
};

describe('answers', () => {
  it('are softmax of the logits', () => {
    const [first] = answers(predicted, 2);
    expect(first).toMatchObject({ label: 0, said: 0 });
    expect(first?.confidence).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  });
});

describe('outcomes', () => {
  it('say by picture who was right', () => {
    expect([...outcomes(predicted, 2)]).toEqual([
      ['d/0', true],
      ['d/1', false],
      ['d/2', false],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import { sortStandings, standings } from './experiment-leaderboard';

const count = 40;

/** Two classes, every label 0; the first `right` pictures from `from` on are answered rightly. */
function side(right: number, from = 0) {
  const logits = new Float32Array(count * 2);
  for (let row = 0; row < count; row++) {
    const correct = (row - from + count) % count < right;
    logits[row * 2 + (correct ? 0 : 1)] = 1;
  }
  return {
    pictures: Array.from({ length: count }, (_, row) => `d/${row}`),
    labels: new Int32Array(count),
    logits,
  };
}

const run = (id: string, startedAt: number, accuracy: number | null, extra: Partial<Run> = {}) =>
  ({
    id,
    startedAt,
    backbone: id,
    validation:
      accuracy === null
        ? null
        : { correct: accuracy * count, count, accuracy, interval: [accuracy - 0.1, accuracy] },
    test: null,
    trainSeconds: null,
    ...extra,
  }) as Run;

const stored = (validation: number, test: number | null): StoredPredictions => ({
  validation: side(validation),
  test: test === null ? null : side(test),
  classes: 2,
});

describe('standings', () => {
  it('orders by validation, earliest first on a tie, unscored last', () => {
    const rows = standings(
      [run('new', 3, null), run('late', 2, 0.9), run('early', 1, 0.9), run('best', 4, 0.95)],
      new Map(),
      false,
    );
    expect(rows.map((row) => [row.run.id, row.place])).toEqual([
      ['best', 1],
      ['early', 2],
      ['late', 3],
      ['new', null],
    ]);
  });

  it('does not move when test accuracy says otherwise', () => {
    const test = { correct: 40, count, accuracy: 1, interval: [0.9, 1] as [number, number] };
    const rows = standings([run('a', 1, 0.9), run('b', 2, 0.8, { test })], new Map(), true);
    expect(rows.map((row) => row.run.id)).toEqual(['a', 'b']);
  });

  it('calls a run tied by the exact McNemar test on the shared pictures', () => {
    const predictions = new Map([
      ['a', stored(38, 38)],
      ['b', stored(36, 20)],
    ]);
    const runs = [run('a', 1, 0.95), run('b', 2, 0.9)];
    const before = standings(runs, predictions, false)[1]?.comparison;
    // Two discordant pictures, both for the leader: p = 2 * (1/2)^2.
    expect(before).toMatchObject({ on: 'validation', onlyLeader: 2, onlyThis: 0, tied: true });
    expect(before?.p).toBeCloseTo(0.5, 12);
    const after = standings(runs, predictions, true)[1]?.comparison;
    expect(after).toMatchObject({ on: 'test', pictures: 40, onlyLeader: 18, tied: false });
  });

  it('does not call a run tied that validation tells apart, whatever a small test split says', () => {
    const predictions = new Map([
      ['a', stored(38, 38)],
      ['b', stored(20, 36)],
    ]);
    const rows = standings([run('a', 1, 0.95), run('b', 2, 0.5)], predictions, true);
    expect(rows[1]?.comparison).toMatchObject({ on: 'validation', onlyLeader: 18, tied: false });
  });

  it('compares only pictures both have answered', () => {
    const fewer = stored(40, null);
    fewer.validation.pictures = fewer.validation.pictures.map((id, row) => (row ? 'x' : id));
    const predictions = new Map([
      ['a', stored(38, null)],
      ['b', fewer],
    ]);
    const rows = standings([run('a', 1, 0.95), run('b', 2, 0.9)], predictions, true);
    expect(rows[1]?.comparison).toMatchObject({ on: 'validation', pictures: 1 });
  });
});

describe('sortStandings', () => {
  it('sorts by another column, missing values last either way, places kept', () => {
    const rows = standings(
      [
        run('a', 1, 0.9, { trainSeconds: 20 }),
        run('b', 2, 0.8, { trainSeconds: 5 }),
        run('c', 3, 0.7),
      ],
      new Map(),
      false,
    );
    const ids = (descending: boolean) =>
      sortStandings(rows, 'time', descending).map((row) => row.run.id);
    expect(ids(false)).toEqual(['b', 'a', 'c']);
    expect(ids(true)).toEqual(['a', 'b', 'c']);
    expect(sortStandings(rows, 'time', false)[0]?.place).toBe(2);
  });
});

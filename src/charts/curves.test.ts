import { describe, expect, it } from 'vitest';
import { curveOption, curveTable, toCurve } from './curves';
import { type ChartTheme, seriesMark } from './theme';

const theme: ChartTheme = {
  text: '#111',
  muted: '#666',
  line: '#ddd',
  surface: '#fff',
  fontFamily: 'sans-serif',
  series: ['#0072b2', '#e69f00', '#009e73'],
  animate: false,
};

const metrics = [
  { key: 'val_accuracy', step: 1, value: 0.9 },
  { key: 'val_accuracy', step: 0, value: 0.72 },
  { key: 'train_loss', step: 0, value: 1.2 },
  { key: 'val_accuracy', step: 2, value: Number.NaN },
];

interface Drawn {
  yAxis: { min: number; max?: number };
  series: {
    data: [number, number][];
    color: string;
    symbol: string;
    lineStyle: { type: unknown };
  }[];
}

const draw = (kind: 'accuracy' | 'loss', names: string[]): Drawn =>
  curveOption(
    {
      kind,
      curves: names.map((name) => toCurve(name, metrics, 'val_accuracy')),
      epochLabel: 'Epoch',
      valueLabel: 'Accuracy',
      format: String,
      axisFormat: String,
    },
    theme,
  ) as unknown as Drawn;

describe('toCurve', () => {
  it('takes one key in order of epochs, from 1, finite values only', () => {
    expect(toCurve('a', metrics, 'val_accuracy').points).toEqual([
      [1, 0.72],
      [2, 0.9],
    ]);
  });
});

describe('curveOption', () => {
  it('starts an accuracy axis at the tenth below the lowest value and ends it at 1', () => {
    expect(draw('accuracy', ['a']).yAxis).toMatchObject({ min: 0.7, max: 1 });
    expect(draw('loss', ['a']).yAxis).toMatchObject({ min: 0 });
    expect(draw('loss', ['a']).yAxis.max).toBeUndefined();
  });

  it('tells series apart by more than colour', () => {
    const { series } = draw('accuracy', ['a', 'b', 'c', 'd']);
    const shapes = series.map((line) => JSON.stringify([line.symbol, line.lineStyle.type]));
    expect(new Set(shapes).size).toBe(4);
  });
});

describe('seriesMark', () => {
  it('keeps ten series distinct with three colours', () => {
    const marks = Array.from({ length: 10 }, (_, index) =>
      JSON.stringify(seriesMark(theme, index)),
    );
    expect(new Set(marks).size).toBe(10);
  });
});

describe('curveTable', () => {
  it('has a row per epoch and null where a curve has none', () => {
    const table = curveTable({
      kind: 'accuracy',
      curves: [
        {
          name: 'a',
          points: [
            [1, 0.5],
            [2, 0.6],
          ],
        },
        { name: 'b', points: [[2, 0.7]] },
      ],
      epochLabel: 'Epoch',
      valueLabel: 'Accuracy',
      format: String,
      axisFormat: String,
    });
    expect(table.columns.map(({ name }) => name)).toEqual(['Epoch', 'a', 'b']);
    expect(table.rows).toEqual([
      [1, 0.5, null],
      [2, 0.6, 0.7],
    ]);
  });
});

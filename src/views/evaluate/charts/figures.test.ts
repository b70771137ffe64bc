import { describe, expect, it } from 'vitest';
import { coverageAt, coverageCurve } from '../../../../core/learning/evaluation/coverage';
import { precisionRecallCurve } from '../../../../core/learning/evaluation/curves';
import {
  averagePrecisions,
  macroAverage,
  oneVersusRest,
  rocAucs,
} from '../../../../core/learning/evaluation/one-versus-rest';
import {
  expectedCalibrationError,
  reliability,
} from '../../../../core/learning/evaluation/reliability';
import { softmax } from '../../../../core/learning/metrics';
import { createRandom } from '../../../../core/random';
import { type Table, tableCsv } from '../../../charts/table';
import type { ChartTheme } from '../../../charts/theme';
import { xyOption } from '../../../charts/xy-option';
import { calibrationFigure } from './calibration-figure';
import { precisionRecallLine, rankings } from './class-curves';
import { coverageFigure, coverageRows, keptAt } from './coverage-figure';
import { type FigureContent, rankingFigure } from './ranking-figures';

const classes = 4;
const theme: ChartTheme = {
  text: '#111',
  muted: '#666',
  line: '#ddd',
  surface: '#fff',
  fontFamily: 'sans-serif',
  series: ['#0072b2', '#d55e00'],
  animate: false,
};

/** Answers of a model that is often right. */
function answered(rows: number) {
  const random = createRandom(11);
  const labels = Int32Array.from({ length: rows }, () => random.integer(classes));
  const logits = Float32Array.from({ length: rows * classes }, () => 2 * random.normal());
  labels.forEach((label, row) => {
    logits[row * classes + label] = (logits[row * classes + label] ?? 0) + 2;
  });
  return { labels, logits, probabilities: softmax(logits, classes) };
}

const { labels, logits, probabilities } = answered(600);
const ranked = rankings(probabilities, labels, classes);

interface Drawn {
  series: { id?: string; type: string; data: unknown[]; lineStyle?: { type: unknown } }[];
}
const draw = (content: FigureContent) => xyOption(content.chart, theme) as unknown as Drawn;
const lines = (drawn: Drawn) => drawn.series.filter(({ id }) => id?.startsWith('line:'));

/** What a spreadsheet would read: no cell here needs quotes. */
const readBack = (table: Table) =>
  tableCsv(table)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

function expectCsvIsTable(table: Table): void {
  const [head, ...rows] = readBack(table);
  expect(head).toEqual(table.columns.map(({ name }) => name));
  expect(rows).toEqual(
    table.rows.map((row) => row.map((cell) => (cell === null ? '' : `${cell}`))),
  );
}

describe('the ranking figures', () => {
  const source = 'a source';
  const series = [0, 1].map((c) => ({
    name: `class ${c}`,
    run: c as 0 | 1,
    form: 0 as const,
    ranking: ranked.of(c),
    source,
  }));

  it('name the areas that scikit-learn would', () => {
    const aucs = rocAucs(probabilities, labels, classes);
    const aps = averagePrecisions(probabilities, labels, classes);
    expect(rankingFigure('roc', series).key.map(({ value }) => value)).toEqual(
      aucs.slice(0, 2).map((auc) => `AUC ${auc?.toFixed(3)}`),
    );
    expect(rankingFigure('pr', series).key.map(({ value }) => value)).toEqual(
      aps.slice(0, 2).map((ap) => `AP ${ap?.toFixed(3)}`),
    );
    expect(rankingFigure('roc', series).key[0]?.why).toContain(source);
  });

  it('average the areas of all classes', async () => {
    const mean = await ranked.mean(() => false);
    expect(mean?.auc).toBeCloseTo(
      macroAverage(rocAucs(probabilities, labels, classes)) ?? Number.NaN,
      12,
    );
    expect(mean?.ap).toBeCloseTo(
      macroAverage(averagePrecisions(probabilities, labels, classes)) ?? Number.NaN,
      12,
    );
    expect(mean?.roc?.points[0]).toEqual([0, 0]);
    expect(mean?.roc?.points.at(-1)).toEqual([1, 1]);
  });

  it('draw a line each, apart by more than colour, and at most 200 points', () => {
    for (const kind of ['roc', 'pr'] as const) {
      const drawn = lines(draw(rankingFigure(kind, series)));
      expect(drawn).toHaveLength(2);
      expect(new Set(drawn.map(({ lineStyle }) => JSON.stringify(lineStyle?.type))).size).toBe(2);
      for (const { data } of drawn) expect(data.length).toBeLessThanOrEqual(200);
      expectCsvIsTable(rankingFigure(kind, series).table());
    }
  });

  it('leave out a class without pictures', () => {
    const none = rankings(probabilities.slice(0, 4 * classes), Int32Array.of(0, 0, 1, 1), classes);
    expect(none.of(3)).toMatchObject({ roc: null, pr: null, prevalence: 0 });
    const content = rankingFigure('roc', [
      { name: 'none', run: 0, form: 0, ranking: none.of(3), source },
    ]);
    expect(content.key).toEqual([]);
    expect(lines(draw(content))).toEqual([]);
  });

  it('step down in precision where recall is reached, so that the area is the average precision', () => {
    const { scores, positives } = oneVersusRest(
      probabilities.slice(0, 60 * classes),
      labels.slice(0, 60),
      classes,
      2,
    );
    const curve = precisionRecallCurve(scores, positives);
    if (!curve) throw new Error('no positives');
    const { points } = precisionRecallLine(curve);
    let area = 0;
    points.forEach(([x, y], i) => {
      const [before, level] = points[i - 1] ?? [x, y];
      if (x > before) expect(y).toBe(level);
      area += (x - before) * y;
    });
    const ap = averagePrecisions(
      probabilities.slice(0, 60 * classes),
      labels.slice(0, 60),
      classes,
    )[2];
    expect(area).toBeCloseTo(ap ?? Number.NaN, 9);
  });
});

describe('the calibration figure', () => {
  const before = reliability(softmax(logits, classes, 1 / 3), labels, classes);
  const after = reliability(probabilities, labels, classes);
  const content = calibrationFigure([
    { name: 'after', run: 0, form: 0, bins: after, counted: true, source: 'here' },
    { name: 'before', run: 0, form: 1, bins: before, counted: true, source: 'here' },
  ]);

  it('says both errors', () => {
    expect(content.key.flatMap(({ value }) => value ?? [])).toEqual(
      [after, before].map((bins) => `ECE ${(100 * expectedCalibrationError(bins)).toFixed(1)}%`),
    );
    expect(expectedCalibrationError(before)).toBeGreaterThan(expectedCalibrationError(after));
  });

  it('counts every picture in both histograms, and has a row for every bin', () => {
    for (const { pillars } of content.chart.histogram?.sets ?? []) {
      expect(pillars.reduce((sum, [, , count]) => sum + count, 0)).toBe(labels.length);
    }
    expect(content.table().rows).toHaveLength(after.length);
    expectCsvIsTable(content.table());
  });

  it('draws an interval for every point', () => {
    const drawn = lines(draw(content));
    content.chart.lines.forEach((line, index) => {
      expect(line.whiskers).toHaveLength(drawn[index]?.data.length ?? -1);
      line.whiskers?.forEach(([, low, high], point) => {
        const [, accuracy] = line.points[point] ?? [0, Number.NaN];
        expect(low).toBeLessThanOrEqual(accuracy);
        expect(high).toBeGreaterThanOrEqual(accuracy);
      });
    });
  });
});

describe('the coverage figure', () => {
  const curve = coverageCurve(probabilities, labels, classes);
  const rows = coverageRows(curve);
  const of = (chosen: number, own: number | null) =>
    coverageFigure([
      {
        name: 'model',
        run: 0,
        curve,
        rows,
        count: labels.length,
        source: 'here',
        chosen,
        own,
      },
    ]);

  it.each([0, 0.3, 0.5, curve.threshold[40] ?? 0, 0.8, 0.999999, 1.1])(
    'reads the threshold %s off the curve as counting anew would',
    (threshold) => {
      const anew = coverageAt(probabilities, labels, classes, threshold);
      expect(keptAt(curve, labels.length, threshold)).toEqual(anew);
    },
  );

  it('marks the chosen threshold and the own one', () => {
    const spots = of(0.8, 0.5).chart.spots ?? [];
    expect(spots.map(({ kind, name }) => [kind, name])).toEqual([
      ['given', '50.0%'],
      ['chosen', '80.0%'],
    ]);
    const kept = keptAt(curve, labels.length, 0.8);
    expect(spots[1]?.point).toEqual([kept.coverage, kept.accuracy?.accuracy]);
    expect(of(1.1, null).chart.spots).toEqual([]);
  });

  it('ends where everything is answered', () => {
    expect(of(0.5, null).table().rows.at(-1)?.[1]).toBe(labels.length);
    expectCsvIsTable(of(0.5, null).table());
  });
});

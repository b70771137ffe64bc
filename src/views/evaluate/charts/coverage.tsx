import { createEffect, createMemo, createSignal, For, on } from 'solid-js';
import { coverageCurve } from '../../../../core/learning/evaluation/coverage';
import { format, t } from '../../../locales';
import { Button } from '../../../ui/button';
import { Slider } from '../../../ui/slider';
import { Explained } from '../../../ui/tooltip';
import { type CoverageSeries, coverageFigure, coverageRows, keptAt } from './coverage-figure';
import { captionText, type EvaluatedPair, evaluatedRuns, nameOf, sourceText } from './evaluated';
import { PairFigure } from './pair-figure';

/** How right the model is when it may keep silent below a confidence, and how often it then answers. */
export function Coverage(props: EvaluatedPair) {
  const own = () => props.run.calibration?.threshold ?? 0;
  const [threshold, setThreshold] = createSignal(own());
  createEffect(
    on(
      () => props.run.id,
      () => setThreshold(own()),
      { defer: true },
    ),
  );
  const curves = createMemo(() =>
    evaluatedRuns(props).map((one) => {
      const curve = coverageCurve(one.probabilities, one.labels, one.classes.length);
      return { one, curve, rows: coverageRows(curve) };
    }),
  );
  const series = createMemo(() =>
    curves().map(
      ({ one, curve, rows }, run): CoverageSeries => ({
        name: nameOf(one, props),
        run: run === 0 ? 0 : 1,
        curve,
        rows,
        count: one.labels.length,
        source: sourceText(one, props),
        chosen: threshold(),
        own: one.run.calibration?.threshold ?? null,
      }),
    ),
  );
  const content = createMemo(() => coverageFigure(series()));
  const title = () => t('charts.coverage.title');
  const written = () => format.percent(threshold());
  return (
    <PairFigure
      title={title()}
      content={content()}
      caption={captionText(props, t('charts.coverage.caption', { threshold: written() }))}
      pair={props}
      height={340}
    >
      <div class="coverage-control">
        <Slider
          label={t('charts.coverage.threshold')}
          min={0}
          max={1}
          step={0.01}
          value={threshold()}
          text={written()}
          onChange={setThreshold}
        />
        <output class="coverage-threshold">{written()}</output>
        <Button size="s" kind="quiet" onClick={() => setThreshold(own())}>
          {t('charts.coverage.own', { threshold: format.percent(own()) })}
        </Button>
      </div>
      <For each={series()}>
        {(one) => {
          const kept = () => keptAt(one.curve, one.count, one.chosen);
          return (
            <p class="coverage-words">
              {sentence(props.other ? one.name : null, kept(), written())}{' '}
              <Explained why={one.source}>
                {t('charts.coverage.counts', {
                  covered: kept().covered,
                  total: kept().count,
                  correct: kept().correct,
                })}
              </Explained>
            </p>
          );
        }}
      </For>
    </PairFigure>
  );
}

function sentence(
  name: string | null,
  { coverage, accuracy }: ReturnType<typeof keptAt>,
  threshold: string,
): string {
  if (!accuracy) {
    return name
      ? t('charts.coverage.nothingOf', { threshold, name })
      : t('charts.coverage.nothing', { threshold });
  }
  const values = { threshold, coverage: format.percent(coverage), score: format.score(accuracy) };
  return name
    ? t('charts.coverage.wordsOf', { ...values, name })
    : t('charts.coverage.words', values);
}

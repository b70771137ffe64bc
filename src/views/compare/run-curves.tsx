import { Show } from 'solid-js';
import type { Metric, Run } from '../../../core/run';
import { CurveChart } from '../../charts/curve-chart';
import { type Curve, toCurve } from '../../charts/curves';
import { format, t } from '../../locales';
import { learningCaption } from './learning-caption';
import { runName } from './run-name';

const kinds = {
  accuracy: { title: 'compare.detail.accuracy', summary: 'compare.detail.summaryAccuracy' },
  loss: { title: 'compare.detail.loss', summary: 'compare.detail.summaryLoss' },
} as const;

/** Accuracy and loss of one run by epoch, on training and validation pictures. */
export function RunCurves(props: { run: Run; metrics: readonly Metric[] }) {
  return (
    <Show
      when={props.metrics.some(({ key }) => key in { val_accuracy: 1, val_loss: 1, train_loss: 1 })}
      fallback={<p class="muted">{t('compare.detail.noCurves')}</p>}
    >
      <div class="run-curves">
        <RunCurve kind="accuracy" run={props.run} metrics={props.metrics} />
        <RunCurve kind="loss" run={props.run} metrics={props.metrics} />
      </div>
    </Show>
  );
}

function RunCurve(props: { kind: 'accuracy' | 'loss'; run: Run; metrics: readonly Metric[] }) {
  const curves = (): Curve[] =>
    [
      toCurve(t('compare.detail.validation'), props.metrics, `val_${props.kind}`),
      toCurve(t('compare.detail.training'), props.metrics, `train_${props.kind}`),
    ].filter((curve) => curve.points.length > 0);
  const write = (value: number) =>
    props.kind === 'accuracy' ? format.percent(value) : format.number(value, 3);
  const axis = (value: number) => {
    if (props.kind === 'accuracy') return format.percent(value, 0);
    const highest = Math.max(...curves().flatMap(({ points }) => points.map(([, loss]) => loss)));
    return format.number(value, highest < 0.05 ? 3 : highest < 0.5 ? 2 : 1);
  };
  const last = (name: string) => {
    const value = curves()
      .find((curve) => curve.name === name)
      ?.points.at(-1)?.[1];
    return value === undefined ? '–' : write(value);
  };
  return (
    <CurveChart
      kind={props.kind}
      curves={curves()}
      title={t(kinds[props.kind].title)}
      epochLabel={t('compare.detail.epoch')}
      valueLabel={t(kinds[props.kind].title)}
      format={write}
      axisFormat={axis}
      summary={t(kinds[props.kind].summary, {
        epochs: Math.max(0, ...curves().map((curve) => curve.points.length)),
        training: last(t('compare.detail.training')),
        validation: last(t('compare.detail.validation')),
      })}
      caption={learningCaption(runName(props.run), [props.run])}
      fileName={`${t(kinds[props.kind].title)}, ${runName(props.run)}`}
    />
  );
}

import { createMemo, Show } from 'solid-js';
import { CurveChart } from '../../charts/curve-chart';
import { toCurve } from '../../charts/curves';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { backboneTitle } from '../compare/backbone';
import { learningCaption } from '../compare/learning-caption';
import { distinction } from '../compare/run-name';

/**
 * Validation accuracy of the runs of one depth, as it grows. Depths are not mixed: a head's epoch
 * is a step of its solver and a deeper tail's is a pass with AdamW.
 */
export function LiveCurves() {
  const { experiment } = useApp();
  const learning = createMemo(() =>
    experiment
      .runs()
      .filter((run) => experiment.metrics(run.id).some(({ key }) => key === 'val_accuracy')),
  );
  const depth = () => learning().at(-1)?.depth ?? null;
  const curves = createMemo(() =>
    learning()
      .filter((run) => run.depth === depth())
      .map((run) =>
        toCurve(
          [backboneTitle(run.backbone), distinction(run, learning())].filter(Boolean).join(', '),
          experiment.metrics(run.id),
          'val_accuracy',
        ),
      ),
  );
  return (
    <Show when={depth()} fallback={<p class="muted">{t('train.curves.waiting')}</p>}>
      {(shown) => (
        <CurveChart
          kind="accuracy"
          curves={curves()}
          title={t('train.curves.of', { depth: t(`compare.depth.${shown()}`) })}
          epochLabel={t('compare.detail.epoch')}
          valueLabel={t('train.curves.accuracy')}
          format={(value) => format.percent(value)}
          axisFormat={(value) => format.percent(value, 0)}
          summary={t('train.curves.summary', {
            curves: curves()
              .map(({ name, points }) => `${name} ${format.percent(points.at(-1)?.[1] ?? 0)}`)
              .join('; '),
          })}
          caption={learningCaption(experiment.experiment()?.name ?? '', learning())}
          fileName={t('train.curves.of', { depth: t(`compare.depth.${shown()}`) })}
        />
      )}
    </Show>
  );
}

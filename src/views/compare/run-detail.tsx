import { Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { AugmentationVerdictLine } from '../train/augmentation/verdict';
import { backboneWeights, weightsAreOwn } from './backbone';
import { Facts } from './facts';
import { RunCurves } from './run-curves';
import './run-detail.css';
import { parameterFacts, recordFacts } from './run-facts';
import { Sureness } from './sureness';
import { WhereTimeWent } from './where-time-went';

/** How one run learned and what it was made with; where it errs stands under Evaluate. */
export function RunDetail(props: { run: Run }) {
  const { experiment, route } = useApp();
  return (
    <div class="run-detail">
      <Show when={props.run.error}>
        {(error) => (
          <Notice tone="bad" title={`${t('compare.failed')} ${error().message}`}>
            {error().remedy}
          </Notice>
        )}
      </Show>
      <div class="run-detail-head">
        <p>
          {weightsAreOwn(props.run)
            ? t('importModel.ownWeights')
            : backboneWeights(props.run.backbone)}
        </p>
        <Show when={props.run.status === 'finished'}>
          <div class="run-detail-actions">
            <LinkButton size="s" href={route.href('evaluate', { run: props.run.id })}>
              {t('compare.detail.evaluate')}
            </LinkButton>
            <LinkButton size="s" href={route.href('architecture', { run: props.run.id })}>
              {t('importModel.architecture')}
            </LinkButton>
            <LinkButton size="s" href={route.href('explain', { run: props.run.id })}>
              {t('shell.steps.explain')}
            </LinkButton>
            <LinkButton size="s" href={route.href('predict', { run: props.run.id })}>
              {t('compare.detail.predict')}
            </LinkButton>
            <LinkButton size="s" href={route.href('export', { run: props.run.id })}>
              {t('shell.steps.export')}
            </LinkButton>
          </div>
        </Show>
      </div>
      <AugmentationVerdictLine run={props.run} />
      <RunCurves run={props.run} metrics={experiment.metrics(props.run.id)} />
      <Show when={props.run.status === 'finished'}>
        <div class="run-detail-facts">
          <Sureness run={props.run} />
          <WhereTimeWent run={props.run} />
        </div>
      </Show>
      <div class="run-detail-facts">
        <Facts title={t('compare.detail.parameters')} facts={parameterFacts(props.run)} />
        <Facts title={t('compare.detail.tags')} facts={recordFacts(props.run)} />
      </div>
    </div>
  );
}

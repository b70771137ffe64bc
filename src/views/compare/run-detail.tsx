import { Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { backboneWeights } from './backbone';
import { Facts } from './facts';
import { Mistakes } from './mistakes';
import { RunCurves } from './run-curves';
import './run-detail.css';
import { parameterFacts, recordFacts } from './run-facts';
import { Sureness } from './sureness';
import { WhereTimeWent } from './where-time-went';

/** Everything known of one run: how it learned, what it got wrong, what it was made with. */
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
        <p>{backboneWeights(props.run.backbone)}</p>
        <Show when={props.run.status === 'finished'}>
          <LinkButton size="s" href={route.href('predict', { run: props.run.id })}>
            {t('compare.detail.predict')}
          </LinkButton>
        </Show>
      </div>
      <RunCurves metrics={experiment.metrics(props.run.id)} />
      <Show when={props.run.status === 'finished'}>
        <div class="run-detail-facts">
          <Sureness run={props.run} />
          <WhereTimeWent run={props.run} />
        </div>
      </Show>
      <Show when={props.run.validation}>
        <Mistakes run={props.run} />
      </Show>
      <div class="run-detail-facts">
        <Facts title={t('compare.detail.parameters')} facts={parameterFacts(props.run)} />
        <Facts title={t('compare.detail.tags')} facts={recordFacts(props.run)} />
      </div>
    </div>
  );
}

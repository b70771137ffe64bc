import { For } from 'solid-js';
import { t } from '../../../locales';
import { depthOf } from './props';

const steps = [0.02, 0.1, 0.3, 0.6, 1];

/** What the shades mean, in words beside them. */
export function Legend() {
  return (
    <p class="matrix-legend">
      <For each={['right', 'wrong'] as const}>
        {(kind) => (
          <span>
            <span class="matrix-swatches" data-kind={kind} aria-hidden="true">
              <For each={steps}>
                {(share) => <i class="matrix-shade" style={{ '--depth': depthOf(share) }} />}
              </For>
            </span>
            {t(kind === 'right' ? 'evaluate.matrix.legendRight' : 'evaluate.matrix.legendWrong')}
          </span>
        )}
      </For>
      <span class="matrix-legend-light">{t('evaluate.matrix.legend')}</span>
      <span class="matrix-legend-dark">{t('evaluate.matrix.legendDark')}</span>
    </p>
  );
}

import { Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import './sureness.css';

/** Temperatures this near to 1 change no confidence that anybody would notice. */
const fair = 0.05;

/** What a run's confidences mean: its temperature and where "none of these" begins. */
export function Sureness(props: { run: Run }) {
  const temperature = (value: number) => {
    const kind = Math.abs(value - 1) <= fair ? 'fair' : value > 1 ? 'over' : 'under';
    return t(`compare.sureness.${kind}`, { temperature: format.number(value, 2) });
  };
  const errors = () => {
    const { calibration_error_before: before, calibration_error: after } = props.run.params;
    return typeof before === 'number' && typeof after === 'number' ? { before, after } : null;
  };
  return (
    <Show when={props.run.calibration}>
      {(calibration) => (
        <section class="sureness">
          <h3>{t('compare.sureness.title')}</h3>
          <p>
            {temperature(calibration().temperature)} {t('compare.sureness.applied')}{' '}
            <Show when={errors()}>
              {(known) =>
                t('compare.sureness.error', {
                  before: format.percent(known().before),
                  after: format.percent(known().after),
                })
              }
            </Show>
          </p>
          <p>
            {calibration().threshold > 0
              ? t('compare.sureness.threshold', {
                  threshold: format.percent(calibration().threshold),
                })
              : t('compare.sureness.noThreshold')}
          </p>
        </section>
      )}
    </Show>
  );
}

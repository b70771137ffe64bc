import { createResource, Show } from 'solid-js';
import { format, t } from '../../../locales';
import { useApp } from '../../../state/app';
import { compareLastVersions } from '../../../state/last-versions';
import type { VersionComparison } from '../../../state/version-comparison';

/** Below this, a difference on the same pictures is more than luck would give (5%). */
const significance = 0.05;

/** The last training beside the one before it, where they saw different versions. */
export function Brought() {
  const { experiment, services } = useApp();
  const [compared] = createResource(
    () => experiment.experiments(),
    async (experiments) => compareLastVersions(await services.store, experiments),
  );
  return (
    <Show when={!compared.error && compared.latest}>
      {(found) => (
        <div class="doctor-brought" role="status">
          <h3>{t('doctor.brought.title')}</h3>
          <p>{t('doctor.brought.on', { count: found().pictures })}</p>
          <dl>
            <div>
              <dt>{t('doctor.brought.before')}</dt>
              <dd>{format.score(found().before)}</dd>
            </div>
            <div>
              <dt>{t('doctor.brought.after')}</dt>
              <dd>{format.score(found().after)}</dd>
            </div>
          </dl>
          <p>{verdict(found())}</p>
          <Show when={found().leftOut > 0}>
            <p class="muted small">{t('doctor.brought.leftOut', { count: found().leftOut })}</p>
          </Show>
        </div>
      )}
    </Show>
  );
}

function verdict({ onlyAfter, onlyBefore, p }: VersionComparison): string {
  if (onlyAfter + onlyBefore === 0) return t('doctor.brought.same');
  const kind = p >= significance ? 'luck' : onlyAfter > onlyBefore ? 'better' : 'worse';
  return t(`doctor.brought.${kind}`, { onlyAfter, onlyBefore, p: format.number(p, 3) });
}

import { createEffect, lazy, Match, on, Switch } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { focusPageIfLost } from '../../ui/return-focus';
import { Landing } from './landing';

/** Not needed before the first pictures are there. */
const DatasetPage = lazy(() => import('./dataset-page'));

export default function Data() {
  const { datasets } = useApp();
  // An import replaces what was pressed to start it.
  createEffect(
    on(
      () => datasets.importing() === null,
      () => requestAnimationFrame(focusPageIfLost),
      { defer: true },
    ),
  );
  return (
    <Switch fallback={<p class="opening">{t('data.loading')}</p>}>
      <Match when={datasets.current()}>{(dataset) => <DatasetPage dataset={dataset()} />}</Match>
      <Match when={datasets.all() || datasets.failure()}>
        <Landing />
      </Match>
    </Switch>
  );
}

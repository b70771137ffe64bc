import { Match, Switch } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { DatasetPage } from './dataset-page';
import { Landing } from './landing';

export default function Data() {
  const { datasets } = useApp();
  return (
    <Switch fallback={<p class="opening">{t('data.loading')}</p>}>
      <Match when={datasets.current()}>{(dataset) => <DatasetPage dataset={dataset()} />}</Match>
      <Match when={datasets.all() || datasets.failure()}>
        <Landing />
      </Match>
    </Switch>
  );
}

import { Show } from 'solid-js';
import { t } from '../locales';
import { useApp } from '../state/app';
import { LinkButton } from '../ui/button';

/** What a view without a model offers: to train on the pictures in view, or to add some first. */
export function NextStep() {
  const { datasets, route } = useApp();
  return (
    <Show
      when={datasets.current()}
      fallback={
        <LinkButton kind="primary" href={route.href('data')}>
          {t('common.addPictures')}
        </LinkButton>
      }
    >
      <LinkButton kind="primary" href={route.href('train')}>
        {t('common.train')}
      </LinkButton>
    </Show>
  );
}

import { createResource, For, Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { createSample } from '../../state/sample';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { Thumbnail } from '../../ui/thumbnail';
import './sample-card.css';

const shown = 20;

/** The sample, with a look at its pictures, one press away. */
export function SampleCard(props: { onTaken?: () => void }) {
  const { datasets } = useApp();
  const sample = createSample(datasets);
  // Only a look: where it cannot be had, the button still tries and says why not.
  const [preview] = createResource(() =>
    whenIdle()
      .then(() => sample.preview(shown))
      .catch(() => []),
  );

  const start = async () => {
    if (await sample.import(t('data.sample.name'))) props.onTaken?.();
  };

  return (
    <section class="sample-card" aria-label={t('data.sample.title')}>
      <div class="sample-pictures" role="img" aria-label={t('data.sample.preview')}>
        <Show
          when={preview.state === 'ready' && preview()}
          fallback={<For each={Array(shown)}>{() => <span class="thumbnail" />}</For>}
        >
          {(blobs) => (
            <For each={blobs()}>{(blob) => <Thumbnail load={async () => blob} alt="" />}</For>
          )}
        </Show>
      </div>
      <h2>{t('data.sample.title')}</h2>
      <p class="muted">{t('data.sample.text')}</p>
      <Button onClick={start} disabled={sample.fetching() || datasets.importing() !== null}>
        {sample.fetching() ? t('data.sample.loading') : t('data.sample.action')}
      </Button>
      <Show when={sample.error()}>
        {(error) => (
          <ErrorNotice error={error()} action={{ label: t('common.retry'), run: start }} />
        )}
      </Show>
    </section>
  );
}

function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 200);
  });
}

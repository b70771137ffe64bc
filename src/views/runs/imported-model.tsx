import { Match, Show, Switch } from 'solid-js';
import { toWire } from '../../../core/errors';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { ErrorNotice, Notice } from '../../ui/notice';
import { backboneTitle } from '../compare/backbone';

/** What came of the last import of a model, and where to go with it. */
export function ImportedModelNotice() {
  const { modelImport, route } = useApp();
  const done = () => modelImport.imported();
  const run = () => {
    const now = done();
    return now?.kind === 'run' ? now : undefined;
  };
  const backbone = () => {
    const now = done();
    return now?.kind === 'backbone' ? now : undefined;
  };
  return (
    <Switch>
      <Match when={modelImport.error()}>
        {(error) => (
          <Show
            when={toWire(error()).code !== 'cancelled'}
            fallback={
              <Notice role="status" onDismiss={modelImport.dismiss}>
                {t('importModel.stopped')}
              </Notice>
            }
          >
            <ErrorNotice error={error()} onDismiss={modelImport.dismiss} />
          </Show>
        )}
      </Match>
      <Match when={run()}>
        {(model) => (
          <Notice
            role="status"
            title={t(model().existing ? 'importModel.done.runExisting' : 'importModel.done.run', {
              name: backboneTitle(model().backbone),
            })}
            onDismiss={modelImport.dismiss}
          >
            <p>
              {model().existing
                ? t('importModel.done.same')
                : model().dataset !== null
                  ? t('importModel.done.ofDataset', {
                      dataset: model().dataset ?? '',
                      count: model().classes.length,
                    })
                  : t('importModel.done.noDataset')}
            </p>
            <p class="import-model-links">
              <LinkButton size="s" href={route.href('predict', { run: model().runId })}>
                {t('importModel.predict')}
              </LinkButton>
              <LinkButton size="s" href={route.href('explain', { run: model().runId })}>
                {t('importModel.explain')}
              </LinkButton>
              <LinkButton size="s" href={route.href('export', { run: model().runId })}>
                {t('importModel.export')}
              </LinkButton>
              <LinkButton size="s" href={route.href('architecture', { run: model().runId })}>
                {t('importModel.architecture')}
              </LinkButton>
            </p>
          </Notice>
        )}
      </Match>
      <Match when={backbone()}>
        {(model) => (
          <Notice
            role="status"
            title={t(
              model().existing ? 'importModel.done.backboneExisting' : 'importModel.done.backbone',
              { title: model().title },
            )}
            onDismiss={modelImport.dismiss}
          >
            {t(model().existing ? 'importModel.done.same' : 'importModel.done.backboneText')}
          </Notice>
        )}
      </Match>
    </Switch>
  );
}

import ScanEye from 'lucide-solid/icons/scan-eye';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { EmptyState } from '../../ui/empty-state';
import { Select } from '../../ui/select';
import { NextStep } from '../next-step';
import { createModelChoice } from '../predict/model-choice';
import { type NamedPicture, PictureDrop } from '../predict/picture-drop';
import './explain.css';
import { PictureChoice } from './picture-choice';
import { createSelection } from './selection';
import { Stage } from './stage';

/** Where in a picture a model finds what speaks for its answer. */
export default function Explain() {
  const app = useApp();
  const { datasets, explanations, history, route } = app;
  const asked = () => route.param('run') ?? 'best';
  const models = createModelChoice(
    () => history.all() ?? [],
    () => datasets.current()?.id ?? null,
    asked,
  );
  const run = createMemo(() => {
    const model = models().find(({ chosen }) => chosen) ?? models()[0];
    return history.run(model?.runId);
  });
  const selection = createSelection(app, run);

  const show = (params: { run?: string; picture?: string }) => {
    const next = { run: asked(), picture: selection.subject()?.id, ...params };
    const given = Object.entries(next).filter(([, value]) => value && value !== 'best');
    // A look at another picture is not a step to go back to.
    location.replace(route.href('explain', Object.fromEntries(given) as Record<string, string>));
  };
  const bring = (pictures: NamedPicture[]) => show({ picture: explanations.bring(pictures) });

  return (
    <div class="explain">
      <Switch>
        <Match when={history.all() === undefined}>
          <h1>{t('explain.title')}</h1>
          <p class="opening">{t('shell.loading')}</p>
        </Match>
        <Match when={models().length === 0}>
          <h1>{t('explain.title')}</h1>
          <EmptyState
            icon={<ScanEye />}
            title={t('explain.empty.title')}
            text={t(datasets.current() ? 'explain.empty.text' : 'explain.empty.noDataText')}
            action={<NextStep />}
          />
        </Match>
        <Match when={run()}>
          {(model) => (
            <>
              <header class="explain-head">
                <div>
                  <h1>{t('explain.title')}</h1>
                  <p class="muted">{t('explain.lead')}</p>
                </div>
                <Select
                  label={t('predict.model')}
                  value={models().find(({ chosen }) => chosen)?.value ?? 'best'}
                  options={models()}
                  onChange={(value) => show({ run: value })}
                />
              </header>
              <PictureChoice
                run={model()}
                selection={selection}
                onChoose={(picture) => show({ picture })}
                bring={<PictureDrop look="buttons" over={t('explain.over')} onPictures={bring} />}
              />
              <Show when={selection.subject()}>
                {(subject) => <Stage run={model()} subject={subject()} selection={selection} />}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

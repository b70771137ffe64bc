import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Layers from 'lucide-solid/icons/layers';
import { For, Match, Show, Switch } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { createArchitecture } from '../../state/architecture';
import { LinkButton } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { FactList } from '../../ui/fact-list';
import { ErrorNotice } from '../../ui/notice';
import { Select } from '../../ui/select';
import { Explained } from '../../ui/tooltip';
import { createChosenModel } from '../model-page';
import { NextStep } from '../next-step';
import './architecture.css';
import { quantity, shareText } from './figures';
import { Overview } from './overview';
import { PictureBar } from './picture-bar';
import { StageSection } from './stage-section';

/** The network of a run, stage by stage, and what its layers make of a picture. */
export default function Architecture() {
  const app = useApp();
  const { history, route } = app;
  const { models, run, value } = createChosenModel(app);
  const state = createArchitecture(app, () => run()?.id ?? null);
  const back = () => {
    const now = run();
    return route.href('compare', now ? { experiment: now.experimentId, run: now.id } : {});
  };
  return (
    <div class="architecture">
      <header class="architecture-head">
        <LinkButton kind="quiet" size="s" icon={<ArrowLeft />} href={back()}>
          {t('architecture.back')}
        </LinkButton>
        <h1>{t('architecture.title')}</h1>
        <p class="muted">{t('architecture.lead')}</p>
      </header>
      <Switch fallback={<p class="opening">{t('architecture.loading')}</p>}>
        <Match when={history.all() !== undefined && models().length === 0}>
          <EmptyState
            icon={<Layers />}
            title={t('architecture.empty.title')}
            text={t('architecture.empty.text')}
            action={<NextStep />}
          />
        </Match>
        <Match when={state.error()}>{(error) => <ErrorNotice error={error()} />}</Match>
        <Match when={state.description()}>
          {(network) => (
            <>
              <Select
                label={t('architecture.model')}
                value={value()}
                options={models()}
                onChange={(chosen) => location.replace(route.href('architecture', { run: chosen }))}
              />
              <FactList
                facts={[
                  [t('architecture.facts.network'), network().architecture],
                  [
                    t('architecture.facts.input'),
                    t('architecture.facts.pixels', {
                      height: network().inputSize[0],
                      width: network().inputSize[1],
                    }),
                  ],
                  [t('architecture.facts.parameters'), format.number(network().parameters)],
                  [
                    t('architecture.facts.trained'),
                    t('architecture.facts.trainedOf', {
                      count: format.number(network().trained),
                      share: shareText(network().trained / network().parameters),
                    }),
                  ],
                  [
                    t('architecture.facts.macs'),
                    <Explained why={t('architecture.macsWhy')}>
                      {quantity(network().macs)}
                    </Explained>,
                  ],
                ]}
              />
              <Overview network={network()} />
              <PictureBar state={state} />
              <Show when={state.pictures().length === 0}>
                <p class="muted">{t('architecture.picture.none')}</p>
              </Show>
              <For each={network().stages}>
                {(stage) => <StageSection stage={stage} network={network()} state={state} />}
              </For>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

import { type Accessor, createMemo, type JSX, Match, Switch } from 'solid-js';
import type { Run } from '../../core/run';
import { t } from '../locales';
import { type App, useApp } from '../state/app';
import { EmptyState } from '../ui/empty-state';
import { Select } from '../ui/select';
import './model-page.css';
import { NextStep } from './next-step';
import { createModelChoice, type ModelOption } from './predict/model-choice';

/** A model chosen by the address, `?run=ID`; the best one unless told. */
export interface ChosenModel {
  /** A run's id, or `best`. */
  asked: Accessor<string>;
  models: Accessor<ModelOption[]>;
  /** What is chosen among them. */
  value: Accessor<string>;
  /** Null until the history is read, and where there is no model. */
  run: Accessor<Run | null>;
}

export function createChosenModel({ datasets, history, route }: App): ChosenModel {
  const asked = () => route.param('run') ?? 'best';
  const models = createModelChoice(
    () => history.all() ?? [],
    () => datasets.current()?.id ?? null,
    asked,
  );
  const chosen = createMemo(() => models().find((model) => model.chosen) ?? models()[0]);
  return {
    asked,
    models,
    value: () => chosen()?.value ?? 'best',
    run: createMemo(() => history.run(chosen()?.runId)),
  };
}

interface ModelPageProps {
  chosen: ChosenModel;
  title: string;
  lead: string;
  /** What stands here before there is a model. */
  empty: { icon: JSX.Element; title: string; text: string };
  /** A run's id, or `best`. */
  onChoose: (value: string) => void;
  children: (run: Accessor<Run>) => JSX.Element;
}

/** A view of one model: its title, which model it is, and what it shows of it. */
export function ModelPage(props: ModelPageProps) {
  const { history } = useApp();
  const title = () => <h1>{props.title}</h1>;
  return (
    <Switch>
      <Match when={history.all() === undefined}>
        {title()}
        <p class="opening">{t('shell.loading')}</p>
      </Match>
      <Match when={props.chosen.models().length === 0}>
        {title()}
        <EmptyState {...props.empty} action={<NextStep />} />
      </Match>
      <Match when={props.chosen.run()}>
        {(run) => (
          <>
            <header class="model-head">
              <div>
                {title()}
                <p class="muted">{props.lead}</p>
              </div>
              <Select
                label={t('predict.model')}
                value={props.chosen.value()}
                options={props.chosen.models()}
                onChange={props.onChoose}
              />
            </header>
            {props.children(run)}
          </>
        )}
      </Match>
    </Switch>
  );
}

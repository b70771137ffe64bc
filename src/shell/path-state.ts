import { type Accessor, createMemo } from 'solid-js';
import { importedDataset } from '../../core/dataset';
import { format, t } from '../locales';
import type { App } from '../state/app';
import type { Step } from '../state/route';

export type StepStatus = 'empty' | 'ready' | 'running' | 'done';

export interface PathStep {
  step: Step;
  status: StepStatus;
  /** 0..1 while running; null where unknown or not running. */
  progress: number | null;
  /** Under the name: `200 pictures`, `43%`, what is missing. */
  detail: string;
}

/** What each step of the way is at, from what the page knows. */
export function createPath(app: App): Accessor<PathStep[]> {
  return createMemo(() => [
    dataStep(app),
    trainStep(app),
    compareStep(app),
    explainStep(app),
    predictStep(app),
    exportStep(app),
  ]);
}

function percent(progress: number | null): string {
  return progress === null
    ? t('shell.state.starting')
    : format.percent(Math.floor(progress * 100) / 100, 0);
}

function dataStep({ activity, datasets }: App): PathStep {
  const importing = activity.of('import');
  if (importing) {
    const { progress } = importing;
    return { step: 'data', status: 'running', progress, detail: percent(progress) };
  }
  const dataset = datasets.current();
  return {
    step: 'data',
    status: dataset ? 'done' : 'empty',
    progress: null,
    detail: dataset
      ? t('common.pictures', { count: dataset.images })
      : t('shell.stateOf.dataEmpty'),
  };
}

function trainStep({ activity, datasets, history }: App): PathStep {
  const training = activity.of('train');
  if (training) {
    const { progress } = training;
    return { step: 'train', status: 'running', progress, detail: percent(progress) };
  }
  const dataset = datasets.current();
  if (!dataset) {
    return {
      step: 'train',
      status: 'empty',
      progress: null,
      detail: t('shell.stateOf.trainEmpty'),
    };
  }
  const trained = history.ofDataset(dataset.id).some(({ best }) => best);
  return {
    step: 'train',
    status: trained ? 'done' : 'ready',
    progress: null,
    detail: trained ? t('shell.state.done') : t('shell.state.ready'),
  };
}

function compareStep({ datasets, history }: App): PathStep {
  const dataset = datasets.current();
  const latest = dataset && history.ofDataset(dataset.id).find(({ best }) => best);
  if (!latest) {
    const detail = t('shell.stateOf.compareEmpty');
    return { step: 'compare', status: 'empty', progress: null, detail };
  }
  const count = latest.runs.filter(({ status }) => status === 'finished').length;
  return {
    step: 'compare',
    status: latest.experiment.status === 'finished' ? 'done' : 'ready',
    progress: null,
    detail: t('common.models', { count }),
  };
}

function explainStep(app: App): PathStep {
  return modelStep('explain', app, t('shell.stateOf.explainEmpty'));
}

function predictStep(app: App): PathStep {
  const predicting = app.activity.of('predict');
  if (predicting) {
    const { progress } = predicting;
    return { step: 'predict', status: 'running', progress, detail: percent(progress) };
  }
  return modelStep('predict', app, t('shell.stateOf.predictEmpty'));
}

function exportStep(app: App): PathStep {
  const exporting = app.activity.of('export');
  if (exporting) {
    const { progress } = exporting;
    return { step: 'export', status: 'running', progress, detail: percent(progress) };
  }
  return modelStep('export', app, t('shell.stateOf.exportEmpty'));
}

/** A step that only needs a finished model of the dataset. */
function modelStep(step: Step, { datasets, history }: App, missing: string): PathStep {
  const dataset = datasets.current();
  const imported = history.ofDataset(importedDataset).some(({ runs }) => runs.length > 0);
  const ready =
    imported || (dataset !== null && history.ofDataset(dataset.id).some(({ best }) => best));
  return {
    step,
    status: ready ? 'ready' : 'empty',
    progress: null,
    detail: ready ? t('shell.state.ready') : missing,
  };
}

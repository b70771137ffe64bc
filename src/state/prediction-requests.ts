import type {
  HeatmapFacts,
  HostAnswer,
  ModelsAnswer,
  RelayedRequest,
} from '../../core/contract/prediction-api';
import { LensmithError } from '../../core/errors';
import { mostWaiting } from '../../core/prediction-api/limits';
import { badOption } from '../../core/prediction-api/query';
import type { Run } from '../../core/run';
import type { Answer } from '../bridge/prediction-host';
import type { App } from './app';
import { explanationPng } from './explanation-png';
import { createRequestQueue } from './request-queue';

/** While one picture is in the engine, the next is already on its way. */
const AT_ONCE = 2;

/** Answers requests of the prediction API as the views would: by the same engine, of the same runs. */
export function createPredictionRequests({ services, experiment, datasets }: App): Answer {
  const queue = createRequestQueue(AT_ONCE, mostWaiting);

  async function best(): Promise<Run | null> {
    const store = await services.store;
    // Right after the page has opened its own state is not read yet.
    const dataset = datasets.current()?.id ?? (await store.datasets.current());
    return dataset ? store.runs.best(dataset) : null;
  }

  async function find(model: string): Promise<Run> {
    const run = model === 'best' ? await best() : await (await services.store).runs.get(model);
    if (run?.status !== 'finished') throw new LensmithError('unknownRun', { id: model });
    return run;
  }

  async function models(): Promise<ModelsAnswer> {
    const store = await services.store;
    const [runs, all, first] = await Promise.all([
      store.runs.list(),
      store.datasets.list(),
      best(),
    ]);
    const names = new Map(all.map(({ id, name }) => [id, name]));
    const finished = runs.filter(({ status }) => status === 'finished');
    return {
      best: first?.id ?? null,
      models: finished
        .sort((a, b) => b.startedAt - a.startedAt)
        .map((run) => ({
          id: run.id,
          backbone: run.backbone,
          depth: run.depth,
          dataset: { id: run.datasetId, name: names.get(run.datasetId) ?? null },
          classes: run.classes,
          validation: run.validation,
          test: run.test,
          threshold: run.calibration?.threshold ?? null,
          sizeBytes: run.sizeBytes,
          latencyMs: run.latencyMs,
          trainedAt: new Date(run.endedAt ?? run.startedAt).toISOString(),
        })),
    };
  }

  async function predict(model: string, topK: number, picture: Blob): Promise<HostAnswer> {
    // A run asked for by its id is looked up by the trainer anyway.
    const id = model === 'best' ? (await find(model)).id : model;
    const [result] = await experiment.predict(id, [picture], topK);
    if (!result) throw new LensmithError('internal', { detail: 'no prediction came back' });
    const { runId, predictions, none, latencyMs } = result;
    return { json: { model: runId, predictions, none, latencyMs } };
  }

  async function explain(
    { model, wanted, method, overlay }: Extract<RelayedRequest, { kind: 'explain' }>,
    picture: Blob,
  ): Promise<HostAnswer> {
    const run = await find(model);
    const classes = wanted === null ? undefined : [classIndex(wanted, run.classes)];
    const result = await experiment.explain(run.id, picture, { classes, method, topK: 1 });
    const map = result.maps[0];
    if (!map) throw new LensmithError('internal', { detail: 'no map came back' });
    const facts: HeatmapFacts = {
      model: result.runId,
      label: map.label,
      confidence: map.confidence,
      method: result.method,
      layer: result.layer,
    };
    return { png: await explanationPng(picture, map, result.seen, overlay), facts };
  }

  return async (request, picture, signal) => {
    if (request.kind === 'models') return { json: await models() };
    if (!picture) throw new LensmithError('apiPictureMissing');
    const work = () =>
      request.kind === 'predict'
        ? predict(request.model, request.topK, picture)
        : explain(request, picture);
    return queue.run(work, signal);
  };
}

/** A label, also one that looks like a number, or else an index. Throws badOption. */
export function classIndex(wanted: string, classes: readonly string[]): number {
  const named = classes.indexOf(wanted);
  if (named >= 0) return named;
  const index = /^\d{1,6}$/.test(wanted) ? Number(wanted) : -1;
  if (index >= 0 && index < classes.length) return index;
  const some = classes.length > 20 ? [...classes.slice(0, 20), '...'] : classes;
  throw badOption(
    'class',
    wanted,
    `${some.join(', ')}, or an index from 0 to ${classes.length - 1}`,
  );
}

import type { ImportedModel } from '../../../core/contract/import';
import { LensmithError } from '../../../core/errors';
import type { Run } from '../../../core/run';
import { uniqueId } from '../../../core/unique-id';
import { parameters } from '../../../model-zoo/graph/parameters';
import { size } from '../../../model-zoo/graph/shapes';
import { parametersHash } from '../../backbones/hash';
import { removeBackbone } from '../../backbones/stored';
import type { FormatsContext } from '../context';
import { trainedModel } from '../trained-model';
import { groundFor } from './backbone';
import { formOf } from './form';
import { placeFor } from './place';
import type { ReadModel } from './read-model';

/** Name of the tag by which an imported run is known again. */
const weightsTag = 'import.weights';

/** A model with classes as a finished run; one that is here already is only named. */
export async function storeRun(
  context: FormatsContext,
  model: ReadModel,
  classes: readonly string[],
): Promise<ImportedModel> {
  const { store } = context;
  const { file, name, graph, values, record } = model;
  const place = await placeFor(store, record, name);
  const answer = (run: Run, existing: boolean): ImportedModel => ({
    kind: 'run',
    runId: run.id,
    experimentId: run.experimentId,
    backbone: run.backbone,
    classes: run.classes,
    dataset: place.datasetName,
    existing,
  });
  const hash = await parametersHash(graph, values);
  const known = await sameRun(context, model, classes, hash);
  if (known) return answer(known, true);

  const { card, parameters: backbone, isNew } = await groundFor(context, model);
  const { depth, tail } = formOf(graph, values, backbone, record?.run.depth ?? 'head');
  const now = Date.now();
  const whole = parameters(graph).reduce((sum, { shape }) => sum + 4 * size(shape), 0);
  const run: Run = {
    params: {},
    validationScheme: 'hold-out',
    validation: null,
    test: null,
    calibration: null,
    trainSeconds: null,
    latencyMs: null,
    startedAt: now,
    ...record?.run,
    endedAt: record?.run.endedAt ?? now,
    id: await freeId(context, record?.run.id ?? `${card.id}-${depth}-${uniqueId().slice(0, 6)}`),
    experimentId: place.experiment.id,
    datasetId: place.datasetId,
    backbone: card.id,
    depth,
    // Finished once its model is stored.
    status: 'interrupted',
    classes: [...classes],
    tags: {
      ...record?.run.tags,
      'import.file': file,
      ...(hash ? { [weightsTag]: hash } : {}),
    },
    sizeBytes: whole,
    error: null,
  };
  try {
    if (place.isNew) await store.experiments.put(place.experiment);
    await store.runs.put(run);
    await store.artifacts.put(`run/${run.id}/model`, tail);
    await store.runs.put({ ...run, status: 'finished' });
  } catch (error) {
    await store.runs.remove(run.id).catch(() => {});
    if (place.isNew) await store.experiments.remove(place.experiment.id).catch(() => {});
    if (isNew) await removeBackbone(store, card.id).catch(() => {});
    throw error;
  }
  return answer(run, false);
}

/** The run that answers as this model does: imported before, or never gone. */
async function sameRun(
  context: FormatsContext,
  { record }: ReadModel,
  classes: readonly string[],
  hash: string,
): Promise<Run | null> {
  for (const run of await context.store.runs.list()) {
    if (run.status !== 'finished' || run.classes.join('\n') !== classes.join('\n')) continue;
    if (run.tags[weightsTag] === hash) return run;
    if (run.id === record?.run.id && (await hashOfRun(context, run)) === hash) return run;
  }
  return null;
}

/** Null where the run's model is gone or cannot be put together. */
async function hashOfRun(
  { store, baseUrl, fetchBytes }: FormatsContext,
  run: Run,
): Promise<string | null> {
  try {
    const { graph, parameters } = await trainedModel(store, run, baseUrl, fetchBytes);
    return await parametersHash(graph, parameters);
  } catch (error) {
    if (error instanceof LensmithError) return null;
    throw error;
  }
}

/** The run's own id, where no other has it. */
async function freeId({ store }: FormatsContext, id: string): Promise<string> {
  const isFree = id.includes('/') ? false : !(await store.runs.get(id));
  if (isFree) return id;
  return `${id.replaceAll('/', '-')}-${uniqueId().slice(0, 8)}`;
}

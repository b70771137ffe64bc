import { LensmithError } from '../../../core/errors';
import type { Experiment } from '../../../core/run';
import { type ExportedFile, fileOf } from '../../../model-zoo/convert/exported';
import type { FormatsContext } from '../context';
import { trainedModel } from '../trained-model';
import { legalNames, legalValue, numberId } from './names';
import { runFiles } from './run-files';
import { yaml } from './yaml';

/**
 * A whole experiment as an MLflow file store, `mlruns/`: every run, and of the finished ones the
 * models. Run by run, so that one model at a time is held: finish a file before you ask for the next.
 *
 * A finished run whose model is gone says so by a tag, `lensmith.model`. Throws unknownExperiment,
 * weightsUnavailable, weightsMismatch.
 */
export async function* mlflowFiles(
  { store, baseUrl, fetchBytes }: Pick<FormatsContext, 'store' | 'baseUrl' | 'fetchBytes'>,
  experimentId: string,
  signal?: AbortSignal,
): AsyncGenerator<ExportedFile, void, undefined> {
  const experiment = await store.experiments.get(experimentId);
  if (!experiment) throw new LensmithError('unknownExperiment', { id: experimentId });
  yield* experimentFiles(experiment);
  const id = numberId(experiment.id);
  for (const run of await store.runs.list({ experimentId })) {
    signal?.throwIfAborted();
    const metrics = await store.runs.metrics(run.id);
    if (run.status !== 'finished') {
      yield* runFiles(id, run, metrics, null);
      continue;
    }
    const model = await trainedModel(store, run, baseUrl, fetchBytes).catch(goneOrThrow);
    if (model) yield* runFiles(id, run, metrics, model);
    else
      yield* runFiles(
        id,
        { ...run, tags: { ...run.tags, 'lensmith.model': 'gone' } },
        metrics,
        null,
      );
  }
}

/** Null for a model that cannot come back: the other runs are exported all the same. */
function goneOrThrow(error: unknown): null {
  const isGone =
    error instanceof LensmithError &&
    (error.code === 'unknownRun' || error.code === 'backboneMissing');
  if (isGone) return null;
  throw error;
}

/**
 * The experiment itself; its notes and choices are its tags. In its name is a part of its id: a
 * database takes each name once, and people lay several experiments of one dataset together.
 */
export function experimentFiles(experiment: Experiment): ExportedFile[] {
  const id = numberId(experiment.id);
  const name = legalValue(experiment.name.trim(), 'experiment');
  const created = Math.round(experiment.startedAt);
  const tags = {
    'lensmith.experiment_id': experiment.id,
    'lensmith.status': experiment.status,
    'lensmith.options': JSON.stringify(experiment.options),
    'lensmith.notes': JSON.stringify(experiment.notes),
    'lensmith.dataset_hash': experiment.datasetHash,
    'lensmith.backend': experiment.backend,
    'lensmith.adapter': experiment.adapter,
  };
  const record = yaml({
    artifact_location: `mlruns/${id}`,
    creation_time: created,
    experiment_id: id,
    last_update_time: Math.round(experiment.endedAt ?? experiment.startedAt),
    lifecycle_stage: 'active',
    name: `${name} (${id.slice(-6)})`.trim(),
  });
  return [
    fileOf(`mlruns/${id}/meta.yaml`, record),
    ...[...legalNames(tags)].map(([name, value]) =>
      fileOf(`mlruns/${id}/tags/${name}`, legalValue(value, 'tag')),
    ),
  ];
}

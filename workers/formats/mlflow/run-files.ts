import type { Metric, Run, RunStatus, Score } from '../../../core/run';
import { type ExportedFile, fileOf, type TrainedModel } from '../../../model-zoo/convert/exported';
import { modelFiles } from './model-files';
import { hexId, legalNames, legalValue } from './names';
import { yaml } from './yaml';

/** mlflow.entities.RunStatus. */
const statuses: Record<RunStatus, number> = { running: 1, finished: 3, failed: 4, interrupted: 5 };
/** mlflow.entities.SourceType.LOCAL and LoggedModelStatus.READY. */
const localSource = 4;
const readyModel = 2;

/**
 * One run below `mlruns/`: its record, params, metric series and tags, and, where it has one, its
 * model under `artifacts/model`, which MLflow 3 lists among its models too. `experimentId`: MLflow's.
 *
 * `artifacts/run.json` is the run as Lensmith keeps it, no name or value changed. There is always a
 * param, a metric and an artifact: MLflow does not find a run without these folders.
 *
 * Locations are relative to the folder that holds `mlruns`: MLflow takes such a path from where it
 * was started, and the store can lie anywhere.
 */
export function runFiles(
  experimentId: string,
  run: Run,
  metrics: readonly Metric[],
  model: TrainedModel | null,
): ExportedFile[] {
  const id = hexId(run.id);
  const folder = `mlruns/${experimentId}/${id}`;
  const text = (path: string, content: string) => fileOf(`${folder}/${path}`, content);
  const files = [
    text('meta.yaml', recordOf(experimentId, id, run)),
    text('artifacts/run.json', `${JSON.stringify(run, null, 2)}\n`),
  ];
  const { backbone, depth } = run;
  for (const [name, value] of legalNames({ backbone, depth, ...run.params }))
    files.push(text(`params/${name}`, legalValue(String(value), 'param')));
  for (const [name, value] of legalNames(tagsOf(run)))
    files.push(text(`tags/${name}`, legalValue(value, 'tag')));
  for (const [name, lines] of legalNames(seriesOf(run, metrics)))
    files.push(text(`metrics/${name}`, lines.join('')));
  if (model) files.push(...withModel(experimentId, id, run, model));
  return files;
}

function recordOf(experimentId: string, id: string, run: Run): string {
  return yaml({
    artifact_uri: `mlruns/${experimentId}/${id}/artifacts`,
    end_time: run.endedAt === null ? null : Math.round(run.endedAt),
    entry_point_name: '',
    experiment_id: experimentId,
    lifecycle_stage: 'active',
    run_id: id,
    run_name: legalValue(run.id, 'key'),
    run_uuid: id,
    source_name: '',
    source_type: localSource,
    source_version: '',
    start_time: Math.round(run.startedAt),
    status: statuses[run.status],
    tags: [],
    user_id: 'lensmith',
  });
}

function tagsOf(run: Run): Record<string, string> {
  const { error } = run;
  return {
    ...run.tags,
    'lensmith.run_id': run.id,
    'lensmith.validation_scheme': run.validationScheme,
    'lensmith.classes': JSON.stringify(run.classes),
    ...(error && { 'lensmith.error': `${error.message} ${error.remedy}` }),
    'mlflow.runName': run.id,
    'mlflow.user': 'lensmith',
    'mlflow.source.name': 'Lensmith',
    'mlflow.source.type': 'LOCAL',
    'mlflow.note.content': noteOf(run),
  };
}

/** What MLflow shows as the run's description. */
function noteOf({ backbone, depth, classes, validation, test, validationScheme }: Run): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const said = (name: string, score: Score | null) =>
    score
      ? [
          `${name} accuracy ${percent(score.accuracy)} (95%: ${score.interval.map(percent).join(' to ')})`,
        ]
      : [];
  const scheme = validationScheme === 'k-fold' ? 'Cross-validated' : 'Validation';
  return [
    `${backbone}, depth ${depth}, ${classes.length} classes`,
    ...said(scheme, validation),
    ...said('test', test),
  ].join('; ');
}

/**
 * Lines of `timestamp value step`, by metric: the series that were recorded, then each figure that a
 * run has once.
 */
function seriesOf(run: Run, metrics: readonly Metric[]): Record<string, string[]> {
  const series: Record<string, string[]> = {};
  const add = (key: string, value: number | null | undefined, timestamp: number, step: number) => {
    if (value === null || value === undefined) return;
    const lines = series[key] ?? [];
    lines.push(`${Math.round(timestamp)} ${python(value)} ${step}\n`);
    series[key] = lines;
  };
  for (const { key, step, value, timestamp } of [...metrics].sort((a, b) => a.step - b.step))
    add(key, value, timestamp, step);
  const ended = run.endedAt ?? run.startedAt;
  add('classes', run.classes.length, ended, 0);
  const scores = { validation: run.validation, test: run.test };
  for (const [name, score] of Object.entries(scores)) {
    add(`${name}_accuracy`, score?.accuracy, ended, 0);
    add(`${name}_accuracy_low`, score?.interval[0], ended, 0);
    add(`${name}_accuracy_high`, score?.interval[1], ended, 0);
    add(`${name}_pictures`, score?.count, ended, 0);
  }
  add('temperature', run.calibration?.temperature, ended, 0);
  add('threshold', run.calibration?.threshold, ended, 0);
  add('train_seconds', run.trainSeconds, ended, 0);
  add('size_bytes', run.sizeBytes, ended, 0);
  add('latency_ms', run.latencyMs, ended, 0);
  return series;
}

/** As Python's `float` reads it. */
function python(value: number): string {
  return Number.isFinite(value) ? String(value) : String(value).replace('Infinity', 'inf');
}

/** The bytes lie in the run's artifacts once; MLflow 3's record of the model points there. */
function withModel(
  experimentId: string,
  runId: string,
  run: Run,
  model: TrainedModel,
): ExportedFile[] {
  const modelId = `m-${hexId(`model/${run.id}`)}`;
  const experiment = `mlruns/${experimentId}`;
  const location = `${experiment}/${runId}/artifacts/model`;
  const created = Math.round(run.endedAt ?? run.startedAt);
  const files = modelFiles(model, { runId, modelId, createdAt: created });
  return [
    ...files.map((file) => ({ ...file, path: `${location}/${file.path}` })),
    fileOf(
      `${experiment}/models/${modelId}/meta.yaml`,
      yaml({
        artifact_location: location,
        creation_timestamp: created,
        experiment_id: experimentId,
        last_updated_timestamp: created,
        model_id: modelId,
        model_type: null,
        name: 'model',
        source_run_id: runId,
        status: readyModel,
        status_message: null,
      }),
    ),
    fileOf(
      `${experiment}/${runId}/outputs/${modelId}/meta.yaml`,
      yaml({
        destination_id: modelId,
        destination_type: 'MODEL_OUTPUT',
        source_id: runId,
        source_type: 'RUN_OUTPUT',
        step: 0,
        tags: {},
      }),
    ),
  ];
}

import { type DatasetContent, trainedVersion } from '../../../core/doctor/trained-version';
import { LensmithError } from '../../../core/errors';
import { perClass } from '../../../core/learning/evaluation/per-class';
import { argmax, confusion, correctness } from '../../../core/learning/metrics';
import { splitPictures } from '../../../core/learning/split';
import { compareModels } from '../../../core/learning/statistics';
import type { Run } from '../../../core/run';
import type { Store, StoredPredictions } from '../../../core/store/types';
import type { TrainedModel } from '../../../model-zoo/convert/exported';
import { findCard } from '../../backbones/stored';
import { editsOf } from '../../training/edits';
import type { FormatsContext } from '../context';
import type { CardFacts, SideCounts } from './facts';
import { licenceFiles } from './licences';

/** From this p-value on, two models cannot be told apart. */
const tiedFrom = 0.05;

/**
 * What the store knows about a finished run and its model. Throws unknownExperiment,
 * backboneMissing; rejects where a licence cannot be fetched.
 */
export async function gatherFacts(
  { store, baseUrl, fetchBytes }: Pick<FormatsContext, 'store' | 'baseUrl' | 'fetchBytes'>,
  run: Run,
  model: TrainedModel,
): Promise<CardFacts> {
  const experiment = await store.experiments.get(run.experimentId);
  if (!experiment) throw new LensmithError('unknownExperiment', { id: run.experimentId });
  const backbone = await findCard(store, run.backbone);
  const predictions = await predictionsOf(store, run);
  const seen = await contentOf(store, run);
  return {
    run,
    experiment,
    dataset: seen?.dataset ?? null,
    counts: seen && countsOf(seen, run),
    backbone,
    model,
    perClass: predictions && classesOf(predictions),
    tied: await tiedWith(store, run, predictions),
    licences: await licenceFiles(backbone, baseUrl, fetchBytes),
  };
}

function predictionsOf({ artifacts }: Store, { id }: Run): Promise<StoredPredictions | null> {
  return artifacts.get<StoredPredictions>(`run/${id}/predictions`);
}

/** The dataset in the version that the run saw; null where it is not here. */
async function contentOf(store: Store, run: Run): Promise<DatasetContent | null> {
  const dataset = await store.datasets.get(run.datasetId);
  if (!dataset) return null;
  const imported = { dataset, pictures: await store.datasets.pictures(dataset.id) };
  const edits = await editsOf(store, { id: run.experimentId, datasetId: dataset.id }, [run]);
  return trainedVersion(imported, edits, Number(run.params.seed ?? 0));
}

/** Null where the pictures are not those that the run was trained on. */
function countsOf({ dataset, pictures }: DatasetContent, run: Run): SideCounts[] | null {
  const seed = Number(run.params.seed);
  if (!Number.isFinite(seed)) return null;
  if ((run.tags['dataset.hash'] ?? dataset.hash) !== dataset.hash) return null;
  const counts = dataset.classes.map((): SideCounts => ({ train: 0, validation: 0, test: 0 }));
  splitPictures(pictures, { seed }).sides.forEach((side, row) => {
    counts[pictures[row]!.label]![side]++;
  });
  return counts;
}

function classesOf({ test, validation, classes }: StoredPredictions): CardFacts['perClass'] {
  const on = test && test.labels.length > 0 ? 'test' : 'validation';
  const { labels, logits } = on === 'test' ? test! : validation;
  if (labels.length === 0) return null;
  return { on, of: perClass(confusion(labels, argmax(logits, classes), classes), classes) };
}

/**
 * Runs of the experiment that the exact McNemar test tells apart from this one neither on
 * validation nor on test pictures, as the leaderboard calls a tie.
 */
async function tiedWith(
  store: Store,
  run: Run,
  own: StoredPredictions | null,
): Promise<readonly Run[]> {
  if (!own) return [];
  const tied: Run[] = [];
  for (const other of await store.runs.list({ experimentId: run.experimentId })) {
    if (other.id === run.id || other.status !== 'finished') continue;
    const theirs = await predictionsOf(store, other);
    if (theirs && areTied(own, theirs)) tied.push(other);
  }
  return tied;
}

/** Not where no picture was answered by both: then nothing is known. */
function areTied(first: StoredPredictions, second: StoredPredictions): boolean {
  const pValues = (['validation', 'test'] as const).flatMap((side) => {
    const right = rightOn(first, side);
    const others = rightOn(second, side);
    const shared = [...right.keys()].filter((picture) => others.has(picture));
    if (shared.length === 0) return [];
    const answers = [right, others].map((of) => shared.map((picture) => of.get(picture)!));
    return [compareModels(answers[0]!, answers[1]!)];
  });
  return pValues.length > 0 && pValues.every((p) => p >= tiedFrom);
}

/** By picture: 1 where the answer is right, else 0. */
function rightOn(
  predictions: StoredPredictions,
  side: 'validation' | 'test',
): ReadonlyMap<string, number> {
  const answers = predictions[side];
  if (!answers) return new Map();
  const right = correctness(answers.logits, answers.labels, predictions.classes);
  return new Map(answers.pictures.map((picture, row) => [picture, right[row]!]));
}

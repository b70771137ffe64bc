import { copySide } from '../../../core/preprocessing/prepare';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { type ExportedFile, fileOf } from '../../../model-zoo/convert/exported';
import type { BundleRecord } from '../import/record';
import type { CardFacts } from './facts';

/**
 * What lies beside the weights and is known before any of them is written: `labels.json`,
 * `preprocess.json`, `lensmith.json` and the licences. The README comes last (readme.ts): it holds
 * the other files' hashes.
 */
export function describingFiles(facts: CardFacts): ExportedFile[] {
  const { classes, preprocessing } = facts.model;
  return [
    labelsFile(classes),
    preprocessFile(preprocessing),
    recordFile(facts),
    ...facts.licences.map(({ path, text }) => fileOf(path, text)),
  ];
}

/** `["cat", "dog"]`, in the order of the model's outputs. */
export function labelsFile(classes: readonly string[]): ExportedFile {
  return json('labels.json', classes);
}

/**
 * What pictures are made into: the checkpoint's preprocessing, and the working copy that pictures
 * with a short side of `copy.from` and more are reduced to first (core/preprocessing/prepare.ts).
 */
export function preprocessFile(preprocessing: Preprocessing): ExportedFile {
  const { inputSize, cropPct, interpolation, mean, std } = preprocessing;
  const copy = { shortSide: copySide, from: 2 * copySide };
  return json('preprocess.json', { inputSize, cropPct, interpolation, mean, std, copy });
}

/** `lensmith.json`, which an import makes a run of. Names of files that were left out stay here. */
function recordFile({ run, experiment, dataset }: CardFacts): ExportedFile {
  const { skipped: _, ...rest } = dataset ?? {
    ...{ id: run.datasetId, name: experiment.name, hash: experiment.datasetHash, skipped: [] },
  };
  const record: BundleRecord = { version: 1, run, experiment, dataset: rest };
  return json('lensmith.json', record);
}

function json(path: string, value: unknown): ExportedFile {
  return fileOf(path, `${JSON.stringify(value, null, 2)}\n`);
}

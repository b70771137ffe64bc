import type { ImportModelOptions } from '../../../core/contract/import';
import { LensmithError } from '../../../core/errors';
import { architectures } from '../../../model-zoo/architectures';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import { openSafetensors, type SafetensorsOnDisk } from '../safetensors-file';
import { describe } from './described';
import type { ModelFiles } from './model-files';
import { backboneOf, type Network, networkOf } from './network';
import { type BundleRecord, readRecord } from './record';
import { readWeights } from './weights';

/** A model out of a file, whole and checked; nothing of it is stored yet. */
export interface ReadModel {
  file: string;
  /** What to call it. */
  name: string;
  licence: string | null;
  network: Network;
  /** With its classifier, if it has classes. */
  graph: Graph;
  values: Parameters;
  /** Null: a backbone. */
  classes: readonly string[] | null;
  /** What Lensmith wrote beside it. */
  record: BundleRecord | null;
}

/**
 * Everything is asked before a tensor is read, and every tensor is looked at before anything is
 * stored. Throws as `importModel` says.
 */
export async function readModel(
  files: ModelFiles,
  { as }: ImportModelOptions,
  onTensor: (done: number, total: number) => void,
): Promise<ReadModel> {
  const { name: file, weights, weightsFile } = files;
  const { tensors, metadata } = await openSafetensors(weights, weightsFile);
  const described = describe(metadata, await files.json('config.json'), file);
  const record = readRecord(await files.json('lensmith.json'), file);
  const classes = as === 'backbone' ? null : classesOf(described.classes, record, file);
  if (as === 'run' && !classes) {
    throw new LensmithError('importForeign', { file, reason: 'noClassifier' });
  }
  const network = networkOf(described, tensors, file);
  if (classes) requireRows(network, tensors, classes.length, file);
  const graph = architectures[network.architecture]({
    inputSize: network.preprocessing.inputSize,
    classes: classes?.length ?? 0,
  });
  const values = await readWeights(graph, tensors, file, onTensor);
  const name = nameOf(described.tag, file);
  const { licence } = described;
  return { file, name, licence, network, graph, values, classes, record: classes && record };
}

/** timm's tag, but not the one every export of ours has; else the file's name. */
function nameOf(tag: string | null, file: string): string {
  return tag !== null && tag !== 'lensmith' ? tag : file.replace(/\.(zip|safetensors)$/i, '');
}

function classesOf(
  said: readonly string[] | null,
  record: BundleRecord | null,
  file: string,
): readonly string[] | null {
  const recorded = record?.run.classes ?? null;
  if (said && recorded && said.join('\n') !== recorded.join('\n')) {
    const reason = 'its weights and its lensmith.json name different classes';
    throw new LensmithError('importDescription', { file, reason });
  }
  return said ?? recorded;
}

/** That the classifier answers for as many classes as are named: said before shapes in general are. */
function requireRows(
  network: Network,
  tensors: SafetensorsOnDisk['tensors'],
  classes: number,
  file: string,
): void {
  const tensor = `${backboneOf(network).classifier}.weight`;
  const rows = tensors.get(tensor)?.shape[0];
  if (rows === undefined || rows === classes) return;
  throw new LensmithError('importClasses', { file, classes, tensor, rows });
}

import { LensmithError } from '../../../core/errors';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { architectures } from '../../../model-zoo/architectures';
import type { ArchitectureName } from '../../../model-zoo/card';
import { torchShape } from '../../../model-zoo/convert/torch-layout';
import { parameters } from '../../../model-zoo/graph/parameters';
import type { Graph } from '../../../model-zoo/graph/types';
import { zoo } from '../../../model-zoo/zoo';
import type { TensorOnDisk } from '../safetensors-file';
import type { Described } from './described';

type Tensors = ReadonlyMap<string, TensorOnDisk>;

/** The network a file is for, and how its pictures are prepared. */
export interface Network {
  architecture: ArchitectureName;
  preprocessing: Preprocessing;
}

const known = Object.keys(architectures).join(', ');

/**
 * As the file says; where it does not name its network, the one that all its tensors fit. Throws
 * importArchitecture and importUnnamed.
 */
export function networkOf(described: Described, tensors: Tensors, file: string): Network {
  const { architecture, preprocessing } = described;
  if (architecture !== null) {
    if (!Object.hasOwn(architectures, architecture)) {
      throw new LensmithError('importArchitecture', { file, architecture, known });
    }
    const name = architecture as ArchitectureName;
    return { architecture: name, preprocessing: preprocessing ?? usual(name, tensors) };
  }
  for (const name of Object.keys(architectures) as ArchitectureName[]) {
    const network = { architecture: name, preprocessing: preprocessing ?? usual(name, tensors) };
    if (misfit(backboneOf(network), tensors) === null) return network;
  }
  throw new LensmithError('importUnnamed', { file, known });
}

/** Of a network without its classifier. */
export function backboneOf({ architecture, preprocessing }: Network): Graph {
  return architectures[architecture]({ inputSize: preprocessing.inputSize, classes: 0 });
}

/**
 * What a network's own starter expects, at the size that the position embeddings are for: a file
 * that says nothing of its pictures is most likely made from it.
 */
function usual(architecture: ArchitectureName, tensors: Tensors): Preprocessing {
  const preprocessing = (zoo.find((card) => card.architecture === architecture) ?? zoo[0]!)
    .preprocessing;
  const tokens = tensors.get('pos_embed')?.shape[1];
  const patch = tensors.get('patch_embed.proj.weight')?.shape[2];
  if (tokens === undefined || patch === undefined) return preprocessing;
  const side = patch * Math.round(Math.sqrt(tokens - 1));
  return { ...preprocessing, inputSize: [side, side] };
}

/** Batches that PyTorch has counted; of no use to anybody. */
const counter = /(^|\.)num_batches_tracked$/;

export interface Misfit {
  tensor: string;
  /** PyTorch's layout. */
  expected: string;
  found: string;
}

/**
 * The first tensor that does not fit `graph`, in the order of its state dict, then the first that it
 * has no place for: a bigger network may hold all of a smaller one. A backbone's classifier is
 * passed over. Null: all fit.
 */
export function misfit(graph: Graph, tensors: Tensors): Misfit | null {
  const expected = new Map(
    parameters(graph).map(({ name, kind, shape }) => [name, torchShape(kind, shape)]),
  );
  for (const [tensor, shape] of expected) {
    const found = tensors.get(tensor);
    if (found && `${found.shape}` === `${shape}`) continue;
    return { tensor, expected: show(shape), found: found ? show(found.shape) : 'nothing' };
  }
  const classifier = graph.taps.logits === null ? `${graph.classifier}.` : null;
  for (const [tensor, { shape }] of tensors) {
    if (expected.has(tensor) || counter.test(tensor)) continue;
    if (classifier !== null && tensor.startsWith(classifier)) continue;
    return { tensor, expected: 'nothing', found: show(shape) };
  }
  return null;
}

const show = (shape: readonly number[]) => `[${shape.join(', ')}]`;

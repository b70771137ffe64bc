import { LensmithError } from '../../../core/errors';
import { nodeParameters } from '../../graph/parameters';
import { shapes } from '../../graph/shapes';
import type { Graph, NodeId, Parameter, Parameters } from '../../graph/types';
import { emit } from './emit';
import { tensorShape } from './graph-def';
import { shardNames, shardsOf } from './shards';
import { createGraphDef, floatType, type GraphDefBuilder } from './tensors';
import type { GraphModelFiles, SignatureTensor } from './types';

/** TensorFlow 2.15's GraphDef version; readers check only that it is not too old. */
export const producer = 1645;

export interface GraphModelOptions {
  /** Signature outputs, by the name they are to have. */
  outputs: Readonly<Record<string, NodeId>>;
  /** Free text for whoever opens the file. */
  metadata?: Readonly<Record<string, string>>;
}

/**
 * A graph as a tfjs graph model of stock TensorFlow operations, for `tf.loadGraphModel`: input
 * float32 [N, H, W, 3], already normalised. Matrices and convolutions are stored as float16,
 * everything else as float32. Constants of parameters keep the parameters' names; all others lie
 * under `const/`.
 *
 * Throws weightsMismatch when a parameter is missing or has another shape.
 */
export function writeGraphModel(
  graph: Graph,
  parameters: Parameters,
  { outputs, metadata = {} }: GraphModelOptions,
): GraphModelFiles {
  const def = createGraphDef();
  const shapeOf = shapes(graph);
  const outputOf = new Map<NodeId, string>();
  for (const node of graph.nodes) {
    const inputShapes = node.inputs.map((id) => shapeOf.get(id)!);
    for (const parameter of nodeParameters(node, inputShapes[0] ?? [])) {
      addParameter(def, graph.name, parameter, parameters);
    }
    const inputs = node.inputs.map((id) => outputOf.get(id)!);
    const shape = shapeOf.get(node.id)!;
    outputOf.set(node.id, emit(node, { def, inputs, inputShapes, shape, parameter: (p) => p }));
  }
  const signature = (id: NodeId, name: string): SignatureTensor => ({
    name: `${name}:0`,
    dtype: 'DT_FLOAT',
    tensorShape: tensorShape([-1, ...shapeOf.get(id)!]),
  });
  const input = graph.nodes[0]!.id;
  const signatureOutputs = Object.entries(outputs).map(([name, id]) => {
    def.node(name, 'Identity', [outputOf.get(id)!], floatType);
    return [name, signature(id, name)] as const;
  });
  const shards = shardsOf(def.tensors).map(({ bytes, pieces }) => joined(bytes, pieces()));
  return {
    json: {
      format: 'graph-model',
      generatedBy: 'Lensmith',
      convertedBy: 'Lensmith',
      signature: {
        inputs: { [input]: signature(input, outputOf.get(input)!) },
        outputs: Object.fromEntries(signatureOutputs),
      },
      userDefinedMetadata: { architecture: graph.name, ...metadata },
      modelTopology: { node: def.nodes, library: {}, versions: { producer } },
      weightsManifest: [
        {
          paths: shardNames(shards.length),
          weights: def.tensors.map(({ entry }) => entry),
        },
      ],
    },
    shards,
  };
}

function addParameter(
  def: GraphDefBuilder,
  backbone: string,
  { name, kind, shape }: Parameter,
  parameters: Parameters,
): void {
  const value = parameters.get(name);
  if (!value || String(value.shape) !== String(shape)) {
    throw new LensmithError('weightsMismatch', {
      backbone,
      tensor: name,
      expected: `[${shape.join(', ')}]`,
      found: value ? `[${value.shape.join(', ')}]` : 'nothing',
    });
  }
  def.constant(name, shape, value.data, kind !== 'plain');
}

function joined(bytes: number, pieces: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

import type { ActivationRanges } from '../../../core/contract/engine';
import { shapes, size } from '../../../model-zoo/graph/shapes';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import type { NativeCode } from '../native/module';
import { type Compiled, type CompileOptions, compile } from '../trunk/compile';
import { operations } from '../trunk/operations';
import { aligned, int8Call } from './calls';
import { chooseForms } from './forms';

export interface Int8Options extends Pick<CompileOptions, 'batch' | 'preprocessing' | 'wanted'> {
  ranges: ActivationRanges;
  /** Whether 32-bit relaxed dot products are the faster ones here. */
  wide?: boolean;
}

/**
 * Compiles a graph in inference form for 7-bit activations: convolutions and dense layers in
 * integers, values between them in bytes where every reader takes them so, all else in float32.
 */
export function compileInt8(
  code: NativeCode,
  graph: Graph,
  parameters: Parameters,
  { ranges, wide = false, ...options }: Int8Options,
): Compiled {
  const { batch = 1, wanted = [graph.output] } = options;
  const shapeOf = shapes(graph);
  const list = operations(graph, wanted);
  const forms = chooseForms(list, (id) => shapeOf.get(id)!, ranges, wanted);
  // The largest value in bytes, then a row block of the deepest product (workspace8).
  const largest = Math.max(...[...shapeOf.values()].map(size));
  const depths = graph.nodes.map((node) =>
    node.op === 'conv2d' || node.op === 'dense'
      ? (node.op === 'conv2d' ? size(node.kernel) : 1) * shapeOf.get(node.inputs[0]!)!.at(-1)!
      : 0,
  );
  const block = 2 * 48 * (Math.max(...depths) + 8) + 16;
  return compile(code, graph, parameters, {
    ...options,
    callFor: (operation, site) => int8Call(operation, site, { ranges, forms, wide }),
    workspace: Math.ceil((aligned(batch * largest) + block) / 4),
  });
}

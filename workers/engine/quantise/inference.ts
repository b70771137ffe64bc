import type { ActivationRanges } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { foldBatchNorm } from '../../../model-zoo/graph/passes/fold-batch-norm';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import type { Inference } from '../inference';
import type { NativeCode } from '../native/module';
import { compileInt8 } from './compile';

/** A network in inference form whose products are integer: see compile. */
export function int8Inference(
  code: NativeCode,
  graph: Graph,
  values: Parameters,
  preprocessing: Preprocessing,
  options: { batch: number; ranges: ActivationRanges; wide: boolean },
): Inference {
  const folded = foldBatchNorm(graph, values);
  const network = compileInt8(code, folded.graph, folded.parameters, { preprocessing, ...options });
  return {
    run: async (inputs) => network.run(inputs)[0]!,
    bytes: network.bytes,
    // Nothing but this object refers to its memory.
    dispose: () => {},
  };
}

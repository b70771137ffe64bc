import type { NamedTensor, TailState } from '../../../core/contract/engine';
import type { Depth } from '../../../core/run';
import { parameters } from '../../../model-zoo/graph/parameters';
import { cutFor, split } from '../../../model-zoo/graph/passes/split';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import { sameValues } from './weights';

/** How a run keeps its network: what of it is its own, and from where on. */
export interface Form {
  depth: Depth;
  tail: TailState;
}

/**
 * A network whose part before the recorded cut is the backbone's own, value for value, is kept as it
 * was trained: it takes the space of its tail only, answers by the same computation as before it left,
 * and still says what was frozen. Any other is kept whole, as if all of it had been trained.
 */
export function formOf(graph: Graph, values: Parameters, backbone: Parameters, depth: Depth): Form {
  const { trunk, tail } = split(graph, cutFor(graph, depth));
  const frozen = parameters(trunk).map(({ name }) => name);
  if (!sameValues(values, backbone, frozen)) return { depth: 'all', tail: stateOf(graph, values) };
  return { depth, tail: stateOf(tail, values) };
}

function stateOf(graph: Graph, values: Parameters): TailState {
  const list = parameters(graph).map(({ name }): NamedTensor => {
    const { shape, data } = values.get(name)!;
    return { name, shape: [...shape], data };
  });
  return { parameters: list, moments: [], step: 0 };
}

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

/** From the least that is trained to the most; nothing lies before the last one's cut. */
const depths: readonly Depth[] = ['head', 'last-stage', 'last-two-stages', 'all'];

/**
 * A network whose part before the recorded cut, or before a deeper one, is the backbone's own, value
 * for value, is kept as it was trained: it takes the space of its tail only, answers by the same
 * computation as before it left, and still says what was frozen. Any other is kept whole.
 */
export function formOf(
  graph: Graph,
  values: Parameters,
  backbone: Parameters,
  recorded: Depth,
): Form {
  for (const depth of depths.slice(depths.indexOf(recorded))) {
    const { trunk, tail } = split(graph, cutFor(graph, depth));
    const frozen = parameters(trunk).map(({ name }) => name);
    if (sameValues(values, backbone, frozen)) return { depth, tail: stateOf(tail, values) };
  }
  return { depth: 'all', tail: stateOf(graph, values) };
}

function stateOf(graph: Graph, values: Parameters): TailState {
  const list = parameters(graph).map(({ name }): NamedTensor => {
    const { shape, data } = values.get(name)!;
    return { name, shape: [...shape], data };
  });
  return { parameters: list, moments: [], step: 0 };
}

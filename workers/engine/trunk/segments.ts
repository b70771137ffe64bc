import { size } from '../../../model-zoo/graph/shapes';
import type { NodeId, Parameters, Shape } from '../../../model-zoo/graph/types';
import { type Operation, reads } from './operations';

/**
 * How many operations from the start run picture by picture before the rest runs on a batch. Early
 * values are large and would leave the cache between two operations on a batch; late weights are
 * large and are read once for the whole of it. The cut is where the bytes that have to come from
 * beyond the cache are fewest, among the places that a single value crosses; 0 for no cut.
 */
export function picturewise(
  list: readonly Operation[],
  shapeOf: ReadonlyMap<NodeId, Shape>,
  parameters: Parameters,
  wanted: readonly NodeId[],
  batch: number,
): number {
  const values = list.map(({ id }) => 4 * size(shapeOf.get(id)!));
  const weights = list.map(({ node }) => {
    const weight = 'weight' in node ? parameters.get(node.weight) : undefined;
    return weight ? 4 * weight.data.length : 0;
  });
  const firstWanted = Math.min(...wanted.map((id) => list.findIndex((it) => it.id === id)));
  // Of one picture; a value is written once and read about once.
  let bytes = values.reduce((sum, value, i) => sum + 2 * value + weights[i]! / batch, 0);
  let best = { count: 0, bytes };
  for (let i = 0; i < firstWanted; i++) {
    bytes += weights[i]! * (1 - 1 / batch) - 2 * values[i]!;
    if (bytes < best.bytes && isCut(list, i)) best = { count: i + 1, bytes };
  }
  return best.count;
}

/** Whether what comes after operation `index` reads nothing older than its value. */
function isCut(list: readonly Operation[], index: number): boolean {
  const before = new Set(list.slice(0, index).map(({ id }) => id));
  return list.slice(index + 1).every((it) => reads(it).every((id) => !before.has(id)));
}

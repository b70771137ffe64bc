import type { TailRequest } from '../../../core/contract/engine';
import { createRandom } from '../../../core/random';
import { parameters } from '../../../model-zoo/graph/parameters';
import type { Graph, Parameters, ParameterValue } from '../../../model-zoo/graph/types';
import { asParameters } from '../parameters';

/**
 * The values a tail starts from: the backbone's, under a checkpoint's or with a classifier that is a
 * fitted head or, without one, PyTorch's default for a linear layer, drawn with `seed`.
 */
export function startingValues(
  graph: Graph,
  backbone: Parameters,
  start: TailRequest['start'],
  seed: number,
): Parameters {
  if (start && 'parameters' in start) {
    return new Map([...backbone, ...asParameters(start.parameters)]);
  }
  const [weight, bias] = classifierNames(graph);
  if (start) {
    return new Map<string, ParameterValue>([
      ...backbone,
      [weight, start.weight],
      [bias, { shape: [start.bias.length], data: start.bias }],
    ]);
  }
  const { shape } = parameters(graph).find(({ name }) => name === weight)!;
  const [inputs, classes] = shape as [number, number];
  const random = createRandom(seed).fork('classifier');
  const limit = 1 / Math.sqrt(inputs);
  const draw = (length: number) =>
    Float32Array.from({ length }, () => (2 * random.uniform() - 1) * limit);
  return new Map<string, ParameterValue>([
    ...backbone,
    [weight, { shape, data: draw(inputs * classes) }],
    [bias, { shape: [classes], data: draw(classes) }],
  ]);
}

function classifierNames({ classifier }: Graph): [weight: string, bias: string] {
  return [`${classifier}.weight`, `${classifier}.bias`];
}

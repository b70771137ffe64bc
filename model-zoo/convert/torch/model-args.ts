import type { TrainedModel } from '../exported';

/**
 * What `timm.create_model` needs besides name and `num_classes`: a transformer's position embeddings
 * are of one picture size, which is the name's unless told.
 */
export function modelArgs({
  architecture,
  graph,
  preprocessing,
}: Pick<TrainedModel, 'architecture' | 'graph' | 'preprocessing'>): Record<string, unknown> {
  const fixed = graph.nodes.some(({ op }) => op === 'addPositionEmbedding');
  const [height, width] = preprocessing.inputSize;
  const named = Number(/_(\d+)$/.exec(architecture)?.[1]);
  if (!fixed || (height === named && width === named)) return {};
  return { img_size: [height, width] };
}

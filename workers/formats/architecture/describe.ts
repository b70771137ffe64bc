import type {
  ArchitectureBlock,
  ArchitectureDescription,
  ArchitectureNode,
  ArchitectureStage,
} from '../../../core/contract/architecture';
import type { Depth } from '../../../core/run';
import { cost } from '../../../model-zoo/graph/cost';
import { parameters } from '../../../model-zoo/graph/parameters';
import { cutFor, split } from '../../../model-zoo/graph/passes/split';
import { shapes, size } from '../../../model-zoo/graph/shapes';
import type { Graph, Node } from '../../../model-zoo/graph/types';

/** A whole classifier, stage by stage; frozen is what lies before the depth's cut. */
export function describeGraph(
  graph: Graph,
  depth: Depth,
): Omit<ArchitectureDescription, 'runId' | 'architecture'> {
  const shapeOf = shapes(graph);
  const costs = cost(graph);
  const { trunk, tail } = split(graph, cutFor(graph, depth));
  const frozen = new Set(trunk.nodes.map(({ id }) => id));
  const described = graph.nodes.map(
    (node): ArchitectureNode => ({
      ...{ id: node.id, op: node.op, detail: detailOf(node), inputs: [...node.inputs] },
      shape: [...shapeOf.get(node.id)!],
      parameters: costs.nodes.get(node.id)!.parameters,
      macs: costs.nodes.get(node.id)!.macs,
      frozen: depth !== 'all' && frozen.has(node.id),
    }),
  );
  const [height, width] = shapeOf.get(graph.nodes[0]!.id)!;
  return {
    inputSize: [height!, width!],
    classes: shapeOf.get(graph.output)![0]!,
    stages: stagesOf(graph, described),
    parameters: costs.parameters,
    macs: costs.macs,
    trained: parameters(tail).reduce(
      (sum, { shape, trainable }) => sum + (trainable ? size(shape) : 0),
      0,
    ),
  };
}

function stagesOf(graph: Graph, nodes: readonly ArchitectureNode[]): ArchitectureStage[] {
  const stages: ArchitectureStage[] = [];
  let from = 0;
  for (const { name, end } of graph.stages) {
    const to = nodes.findIndex(({ id }) => id === end) + 1;
    stages.push({ name, blocks: blocksOf(nodes.slice(from, to)) });
    from = to;
  }
  if (from < nodes.length) stages.push({ name: 'head', blocks: blocksOf(nodes.slice(from)) });
  return stages;
}

/** A numbered module and all inside it: `layer1.0` of `layer1.0.downsample.0`. */
const numbered = /^[a-z_]\w*(?:\.\d+)+/i;

/** Neighbours of one module are a block; what belongs to no numbered module goes together. */
function blocksOf(nodes: readonly ArchitectureNode[]): ArchitectureBlock[] {
  const blocks: ArchitectureBlock[] = [];
  let module: string | null | undefined;
  for (const node of nodes) {
    const own = numbered.exec(node.id)?.[0] ?? null;
    if (own !== module || blocks.length === 0) blocks.push({ name: own ?? '', nodes: [] });
    module = own;
    blocks.at(-1)!.nodes.push(node);
  }
  return blocks.map((block) => ({ ...block, name: block.name || fromTo(block.nodes) }));
}

function detailOf(node: Node): string {
  switch (node.op) {
    case 'conv2d':
      return [
        node.kernel.join('x'),
        ...strideOf(node.stride),
        ...(node.groups === 'depthwise' ? ['depthwise'] : []),
      ].join(', ');
    case 'maxPool':
      return [node.kernel.join('x'), ...strideOf(node.stride)].join(', ');
    case 'activation':
      return node.kind;
    case 'attention':
      return node.heads === 1 ? '1 head' : `${node.heads} heads`;
    default:
      return '';
  }
}

function fromTo(nodes: readonly ArchitectureNode[]): string {
  return nodes.length === 1 ? nodes[0]!.id : `${nodes[0]!.id} … ${nodes.at(-1)!.id}`;
}

const strideOf = (stride: readonly [number, number]) =>
  stride.every((step) => step === 1) ? [] : [`stride ${stride[0]}`];

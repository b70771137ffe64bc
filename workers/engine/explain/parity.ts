import type { TailState } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import type { Depth } from '../../../core/run';
import type { SaliencyMethod } from '../../../core/saliency/methods';
import type { Card } from '../../../model-zoo/card';
import saliency from '../../../model-zoo/golden/data/saliency.json';
import { replaceHead } from '../../../model-zoo/graph/passes/replace-head';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import { cutBackbone } from '../backbone';
import type { MakeInference } from '../inference';
import { build, type NetworkCase, picture } from '../parity';
import { createExplainer, type Explainer } from './explainer';

/** Maps of a filled network as pytorch-grad-cam computes them: model-zoo/golden/saliency.py. */
export interface SaliencyCase extends NetworkCase {
  layer: string;
  grid: [height: number, width: number];
  /** One a picture. */
  classes: number[];
  /** By picture, [height * width], the positive part of the weighted sum. */
  maps: Record<'grad-cam' | 'grad-cam++', number[][]> & { 'attention-rollout'?: number[][] };
}

export const saliencyCases = saliency.cases as unknown as SaliencyCase[];

/** Every method that a golden has maps of, on its own. */
export const byMethod = (cases: readonly SaliencyCase[]) =>
  cases.flatMap((golden) =>
    (Object.keys(golden.maps) as SaliencyMethod[]).map((method) => ({ ...golden, golden, method })),
  );

/** Of the networks that take no minutes on a slow backend. */
export const tinySaliencyCases = saliencyCases.filter(({ architecture }) =>
  architecture.startsWith('tiny_'),
);

/** An explainer of a whole network, as if trained at `depth`. */
export function explainerOf(
  { graph, values }: { graph: Graph; values: Parameters },
  makeInference: MakeInference,
  depth: Depth = 'head',
): Explainer & { end(): void } {
  const inputSize = graph.nodes[0]!.op === 'input' ? graph.nodes[0].shape : [];
  const [height, width] = inputSize as [number, number];
  const preprocessing: Preprocessing = {
    ...{ inputSize: [height, width], cropPct: 1, interpolation: 'bilinear' },
    ...{ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  };
  const card = { preprocessing, weights: { sha256: '' } } as unknown as Card;
  const backbone = cutBackbone(card, replaceHead(graph, 0), values, depth, makeInference);
  const parameters = [...values].map(([name, { shape, data }]) => ({
    ...{ name, shape: [...shape], data },
  }));
  const classes = values.get(`${graph.classifier}.bias`)!.data.length;
  const state: TailState = { parameters, moments: [], step: 0 };
  const explainer = createExplainer(backbone, classes, state, makeInference);
  return Object.assign(explainer, {
    end() {
      explainer.dispose();
      backbone.trunk.dispose();
    },
  });
}

/** Largest difference of a map from its golden, over the golden's largest value, and correlation. */
export async function mapErrors(
  golden: SaliencyCase,
  method: SaliencyMethod,
  makeInference: MakeInference,
): Promise<{ error: number; correlation: number; layer: string }> {
  const input = picture(golden);
  const data = (await input.data()) as Float32Array;
  input.dispose();
  const explainer = explainerOf(build(golden), makeInference);
  const shape = [1, ...golden.size, 3];
  const length = data.length / golden.classes.length;
  let worst = { error: 0, correlation: 1, layer: '' };
  for (const [row, classIndex] of golden.classes.entries()) {
    const one = { shape, data: data.slice(row * length, (row + 1) * length) };
    const { maps, layer } = await explainer.explain(one, [classIndex], method);
    const expected = golden.maps[method]?.[row] ?? [];
    const fits = maps[0]!.height === golden.grid[0] && maps[0]!.width === golden.grid[1];
    const differences = expected.map((value, i) => Math.abs(value - maps[0]!.raw[i]!));
    const error = Math.max(...differences) / Math.max(...expected);
    worst = {
      error: Math.max(worst.error, fits && Number.isFinite(error) ? error : Infinity),
      correlation: Math.min(worst.correlation, correlation(maps[0]!.values, expected)),
      layer,
    };
  }
  explainer.end();
  return worst;
}

/** Pearson's; 0 where either side is constant. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((s, v) => s + v, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    [ab, aa, bb] = [ab + x * y, aa + x * x, bb + y * y];
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

import { expose } from 'comlink';
import type { HeadFit, TensorData } from '../../../core/contract/engine';
import type { Depth } from '../../../core/run';
import { replaceHead } from '../../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../../model-zoo/graph/passes/split';
import type { ParameterValue } from '../../../model-zoo/graph/types';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import { fetchBytes, loadParameters } from '../../../workers/engine/loader';
import { createNaiveStep, type NaiveStep } from '../../peers/naive-step';
import { startStock } from '../start-stock';

/** The peer of EngineApi's startTail and step, on stock tfjs. */
export interface StockStep {
  start(
    backbone: string,
    depth: Depth,
    baseUrl: string,
    head: Pick<HeadFit, 'weight' | 'bias'>,
    weightDecay: number,
  ): Promise<void>;
  step(inputs: TensorData, labels: Int32Array, learningRate: number): Promise<number>;
}

let current: NaiveStep;

const api: StockStep = {
  async start(backbone, depth, baseUrl, head, weightDecay) {
    await startStock();
    const found = card(backbone);
    const graph = backboneGraph(found);
    const whole = replaceHead(graph, head.bias.length);
    const values = new Map<string, ParameterValue>([
      ...(await loadParameters(found, graph, baseUrl, fetchBytes)),
      [`${graph.classifier}.weight`, head.weight],
      [`${graph.classifier}.bias`, { shape: [head.bias.length], data: head.bias }],
    ]);
    const { tail } = split(whole, cutFor(whole, depth));
    current = createNaiveStep(tail, values, weightDecay);
  },
  step: (inputs, labels, learningRate) => current.step(inputs, labels, learningRate),
};
expose(api);

import type { Depth } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { cost } from '../../model-zoo/graph/cost';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import { backboneGraph } from '../../model-zoo/zoo';
import type { DepthSettings } from './defaults';
import type { Partition } from './partition';

/** What a backbone needs at a depth, per picture. */
export interface ModelCost {
  trunkMacs: number;
  tailMacs: number;
}

const known = new Map<string, ModelCost>();

/** Asked for again and again while an experiment is planned, so it is kept. */
export function modelCost(card: Card, depth: Depth, classes: number): ModelCost {
  const name = `${card.id}/${depth}/${classes}`;
  const found = known.get(name) ?? computeCost(card, depth, classes);
  known.set(name, found);
  return found;
}

function computeCost(card: Card, depth: Depth, classes: number): ModelCost {
  const graph = backboneGraph(card, classes);
  const { trunk, tail } = split(graph, cutFor(graph, depth));
  return { trunkMacs: cost(trunk).macs, tailMacs: cost(tail).macs };
}

/** How fast this device is. */
export interface Speed {
  /** Of one engine, measured on the trunk of a network. */
  macsPerSecond: number;
  /** Real over foretold seconds of earlier experiments here, by `<backbone>/<task>`. */
  corrections: Record<string, number>;
}

/** Share of a trunk's speed that a step of training reaches, before anything has been learned. */
const TAIL_SHARE = 0.4;

/** A forward pass, and a backward one that costs two. */
const TRAINING_PASSES = 3;
/** Decoding and resizing one picture of a few hundred pixels a side. */
const DECODE_SECONDS = 0.004;
/** One L-BFGS fit on a path: measured at 160 x 1280, 10 classes; grows with the size of the problem. */
const FIT_SECONDS = 0.015;
const FIT_SIZE = 160 * 1280 * 10;

export function featureSeconds(pictures: number, model: ModelCost, speed: Speed): number {
  return pictures * (DECODE_SECONDS + model.trunkMacs / speed.macsPerSecond);
}

export function headSeconds(fits: number, rows: number, features: number, classes: number): number {
  return fits * FIT_SECONDS * Math.max(0.2, (rows * features * classes) / FIT_SIZE);
}

/** Epochs one tail run goes through in all: every fold's, and the final ones. */
export function tailEpochs(partition: Partition, settings: DepthSettings): number {
  return partition.scheme === 'hold-out'
    ? settings.epochs
    : (partition.folds.length + 1) * settings.epochs;
}

/** Engine-seconds of training a tail; held-out rows cost a forward pass an epoch. */
export function tailSeconds(
  partition: Partition,
  settings: DepthSettings,
  model: ModelCost,
  speed: Speed,
): number {
  const rate = speed.macsPerSecond * TAIL_SHARE;
  let passes = 0;
  for (const fold of partition.folds) {
    passes += settings.epochs * (TRAINING_PASSES * fold.fit.length + fold.heldOut.length);
  }
  if (partition.scheme === 'k-fold') {
    passes += settings.epochs * TRAINING_PASSES * partition.final.length;
  }
  return (passes * model.tailMacs) / rate;
}

/** Whole network over the test pictures, with loading. */
export function testSeconds(pictures: number, model: ModelCost, speed: Speed): number {
  const whole = { trunkMacs: model.trunkMacs + model.tailMacs, tailMacs: 0 };
  return 1 + featureSeconds(pictures + 10, whole, speed);
}

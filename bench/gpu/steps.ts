import * as tf from '@tensorflow/tfjs-core';
import type { Depth } from '../../core/run';
import { replaceHead } from '../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import { shapes } from '../../model-zoo/graph/shapes';
import { backboneGraph, card, starterBackbones } from '../../model-zoo/zoo';
import { startingValues } from '../../workers/engine/training/start';
import { createTail } from '../../workers/engine/training/tail';
import { type BenchRow, row } from '../row';
import type { Eager } from './eager';
import { noiseValues, onBoth, type Rivals, stockName } from './rivals';
import { valuesOf } from './weights';

const classes = 10;
const depth: Depth = 'last-stage';
const tiny = ['tiny_mobilenetv3', 'tiny_resnet', 'tiny_efficientnet_lite', 'tiny_vit'];

/** `step/<backbone>/<depth>`, milliseconds: one AdamW step on cached activations. */
export async function steps(rivals: Rivals, eager: Eager, only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const batch = rivals.isSoftware ? 2 : 32;
  for (const id of [...tiny, ...starterBackbones]) {
    const name = `step/${id}/${depth}`;
    if (!name.startsWith(only)) continue;
    console.error(`  ${name}`);
    const graph = backboneGraph(card(id));
    const whole = replaceHead(graph, classes);
    const cut = cutFor(whole, depth);
    const { tail } = split(whole, cut);
    const values = startingValues(tail, await valuesOf(id), null, 1);
    const inputShape = [batch, ...shapes(graph).get(cut)!];
    const inputs = noiseValues(inputShape);
    const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
    const weights = new Float32Array(batch).fill(1);
    const tails = await onBoth(rivals, () => createTail(tail, values, 0.01));
    const losses = { ours: 0, stock: 0 };
    const once = async (side: 'ours' | 'stock') => {
      // A copy each: a backend takes over the array it is given.
      const { loss } = await tails[side].step(
        tf.tensor(inputs.slice(), inputShape),
        labels,
        weights,
        1e-4,
      );
      losses[side] = loss;
    };
    const { ours, stock } = await rivals.duel({
      ours: () => once('ours'),
      stock: () => once('stock'),
    });
    const apart = Math.abs(losses.ours - losses.stock) / Math.abs(losses.stock);
    if (!(apart < 1e-2)) throw new Error(`${name}: losses ${losses.ours} and ${losses.stock}`);
    tails.ours.dispose();
    tails.stock.dispose();
    rows.push(row(name, 'ms', ours, stock, stockName, 'lower'));
    if (!starterBackbones.includes(id)) continue;
    rows.push(row(name, 'ms', ours, await eager.step(id, batch), eager.name, 'lower'));
  }
  return rows;
}

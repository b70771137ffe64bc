import { foldBatchNorm } from '../../model-zoo/graph/passes/fold-batch-norm';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import { backboneGraph, card, starterBackbones } from '../../model-zoo/zoo';
import { execute } from '../../workers/engine/execute';
import { disposeAll, upload } from '../../workers/engine/parameters';
import { type BenchRow, row } from '../row';
import type { Eager } from './eager';
import { noise, onBoth, type Rivals, stockName } from './rivals';
import { valuesOf } from './weights';

/** `trunk/<backbone>`, pictures a second: the whole backbone in inference form. */
export async function trunks(rivals: Rivals, eager: Eager, only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const batch = rivals.isSoftware ? 1 : 32;
  for (const id of starterBackbones) {
    const name = `trunk/${id}`;
    if (!name.startsWith(only)) continue;
    console.error(`  ${name}`);
    const found = card(id);
    const graph = backboneGraph(found);
    const { trunk } = split(graph, cutFor(graph, 'head'));
    const { graph: folded, parameters } = foldBatchNorm(trunk, await valuesOf(id));
    const input = [batch, ...found.preprocessing.inputSize, 3];
    const made = await onBoth(rivals, () => ({
      tensors: upload(folded, parameters),
      x: noise(input),
    }));
    const once = async (side: 'ours' | 'stock') => {
      const [output] = execute(folded, made[side].tensors, made[side].x);
      await output.data();
      output.dispose();
    };
    const { ours, stock } = await rivals.duel({
      ours: () => once('ours'),
      stock: () => once('stock'),
    });
    for (const { tensors, x } of Object.values(made)) {
      disposeAll(tensors);
      x.dispose();
    }
    const rate = (ms: number | null) => (ms === null ? null : (batch * 1000) / ms);
    rows.push(row(name, 'pictures/s', rate(ours)!, rate(stock), stockName, 'higher'));
    const peer = rate(await eager.trunk(id, batch));
    rows.push(row(name, 'pictures/s', rate(ours)!, peer, eager.name, 'higher'));
  }
  return rows;
}

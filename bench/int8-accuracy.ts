import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { starterBackbones } from '../model-zoo/zoo';
import { classes, readFashionMnist, side } from '../scripts/fashion-mnist';
import { onBenchPage } from './bench-page';
import { mean } from './median';
import { type BenchRow, row } from './row';

const folder = process.env.FASHION_MNIST ?? '/usr/share/datasets/fashion-mnist';
const testPictures = 1000;

/**
 * Test accuracy of heads on features in 8 bits against float32, per starter: the training pictures of
 * head-probe.json (20 a class, five seeds), the first 1000 test pictures.
 */
export async function int8Accuracies(only: string): Promise<BenchRow[]> {
  const { drawn } = JSON.parse(
    readFileSync(resolve(import.meta.dirname, 'data/head-probe.json'), 'utf8'),
  ) as { drawn: number[][] };
  const [train, test] = [readFashionMnist(folder, 'train'), readFashionMnist(folder, 't10k')];
  const labelled = (images: typeof train, indices: number[]) => ({
    data: indices.map((i) => [...images.picture(i)]),
    labels: indices.map((i) => images.label(i)),
  });
  const tested = labelled(
    test,
    Array.from({ length: testPictures }, (_, i) => i),
  );
  const rows: BenchRow[] = [];
  for (const id of starterBackbones) {
    const name = `int8-accuracy/${id}`;
    if (!name.startsWith(only) && !only.startsWith(name)) continue;
    const float: number[] = [];
    const int8: number[] = [];
    const crossed: number[] = [];
    for (const [seed, indices] of drawn.entries()) {
      // A fifth is validation: every class has to be in both parts.
      const order = indices.toSorted((a, b) => ((a * 7919) % 10007) - ((b * 7919) % 10007));
      const result = await onBenchPage((page) =>
        page.evaluate(
          ({ id, side, classes, train, test }) =>
            window.bench.int8Accuracy(id, side, classes, train, test),
          { id, side, classes: classes.length, train: labelled(train, order), test: tested },
        ),
      );
      float.push(result.float);
      int8.push(result.int8);
      crossed.push(result.crossed);
      console.error(`  ${id}, seed ${seed}: ${JSON.stringify(result)}`);
    }
    const peer = 'float32 features';
    rows.push(
      row(name, 'accuracy', mean(int8), mean(float), peer, 'higher'),
      row(`${name}/used-on-float32`, 'accuracy', mean(crossed), mean(float), peer, 'higher'),
    );
  }
  return rows;
}

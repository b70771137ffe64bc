import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { storesForTests } from '../../core/store/testing';
import { nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

const openStore = storesForTests();

describe('train', () => {
  it('default', async () => {
    const store = await openStore();
    const dataset = await storeStripes(store, [15, 15, 15]);
    const trainer = new Trainer(nodeHost(store));
    trainer.open({ baseUrl: 'http://nowhere/' });
    const events: unknown[] = [];
    const start = performance.now();
    const { experiment, runs } = await trainer.train(
      'job',
      { dataset: dataset.id, backbones: ['tiny_resnet', 'tiny_vit'] },
      (more) => events.push(...more.map((e) => ({ at: performance.now() - start, ...e }))),
    );
    console.log(JSON.stringify(experiment), JSON.stringify(runs, null, 1));
    console.log(
      events
        .filter((e: any) => e.type === 'progress')
        .map((e) => JSON.stringify(e))
        .join('\n'),
    );
    expect(experiment.status).toBe('finished');
    console.log(
      await trainer.predict(
        'best',
        [(await store.datasets.blob(`${dataset.id}/3`, 'original'))!],
        2,
      ),
    );
    trainer.end();
  });
});

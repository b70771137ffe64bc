import { BELONGINGS, removeExperiment } from './belongings';
import type { Announce } from './changes';
import type { Connection } from './connection';
import { OWNERS, requireDataset } from './owners';
import type { Store } from './types';

export function createExperiments(
  connection: Connection,
  announce: Announce,
): Store['experiments'] {
  return {
    async list(datasetId) {
      const experiments = await connection.read(['experiments'], (tx) =>
        datasetId === undefined ? tx.store.getAll() : tx.store.index('datasetId').getAll(datasetId),
      );
      return experiments.sort((a, b) => b.startedAt - a.startedAt);
    },

    async get(id) {
      return (await connection.read(['experiments'], (tx) => tx.store.get(id))) ?? null;
    },

    async put(experiment) {
      await connection.write('strict', OWNERS, async (tx) => {
        await requireDataset(tx, experiment.datasetId);
        await tx.objectStore('experiments').put(experiment);
      });
      announce('experiments', experiment.id);
    },

    async remove(id) {
      await connection.write('strict', BELONGINGS, (tx) => removeExperiment(tx, id));
      announce('experiments', id);
    },

    async markInterrupted() {
      const changed = await connection.write('strict', ['experiments', 'runs'], async (tx) => {
        const experiments = tx.objectStore('experiments');
        const runs = tx.objectStore('runs');
        const stale = {
          experiments: (await experiments.getAll()).filter(({ status }) => status === 'running'),
          runs: (await runs.getAll()).filter(({ status }) => status === 'running'),
        };
        for (const experiment of stale.experiments) {
          await experiments.put({ ...experiment, status: 'interrupted' });
        }
        for (const run of stale.runs) await runs.put({ ...run, status: 'interrupted' });
        return stale;
      });
      for (const { id } of changed.runs) announce('runs', id);
      for (const { id } of changed.experiments) announce('experiments', id);
    },
  };
}

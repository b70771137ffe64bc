import type { Run } from '../run';
import { BELONGINGS, removeRun } from './belongings';
import type { Announce } from './changes';
import type { Connection } from './connection';
import { OWNERS, requireExperiment, requireRun } from './owners';
import { requestAll } from './requests';
import { within } from './schema';
import type { Store } from './types';

export function createRuns(connection: Connection, announce: Announce): Store['runs'] {
  async function list(filter: { experimentId?: string; datasetId?: string } = {}): Promise<Run[]> {
    const { experimentId, datasetId } = filter;
    const runs = await connection.read(['runs'], (tx) => {
      if (experimentId !== undefined) return tx.store.index('experimentId').getAll(experimentId);
      if (datasetId !== undefined) return tx.store.index('datasetId').getAll(datasetId);
      return tx.store.getAll();
    });
    return runs
      .filter((run) => datasetId === undefined || run.datasetId === datasetId)
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  return {
    list,

    async get(id) {
      return (await connection.read(['runs'], (tx) => tx.store.get(id))) ?? null;
    },

    async put(run) {
      await connection.write('strict', OWNERS, async (tx) => {
        await requireExperiment(tx, run.experimentId);
        await tx.objectStore('runs').put(run);
      });
      announce('runs', run.id);
    },

    async remove(id) {
      await connection.write('strict', BELONGINGS, (tx) => removeRun(tx, id));
      announce('runs', id);
    },

    async addMetrics(metrics) {
      const ids = new Set(metrics.map(({ runId }) => runId));
      await connection.write('relaxed', [...OWNERS, 'metrics'], async (tx) => {
        for (const id of ids) await requireRun(tx, id);
        await requestAll(metrics, (metric) => tx.objectStore('metrics').put(metric));
      });
      for (const id of ids) announce('metrics', id);
    },

    async metrics(runId) {
      return connection.read(['metrics'], (tx) => tx.store.getAll(within(runId)));
    },

    async best(datasetId) {
      let best: Run | null = null;
      for (const run of await list({ datasetId })) {
        if (run.status !== 'finished' || !run.validation) continue;
        if (!best?.validation || run.validation.accuracy > best.validation.accuracy) best = run;
      }
      return best;
    },
  };
}

import { type StoreTuple, startingWith, type Transaction, within } from './schema';

/** What a transaction must span to remove a dataset, experiment or run with all that belongs to it. */
export const BELONGINGS = [
  'experiments',
  'runs',
  'metrics',
  'artifacts',
  'chunks',
  'datasets',
  'journal',
  'settings',
] satisfies StoreTuple;

type Removal = Transaction<typeof BELONGINGS, 'readwrite'>;

export async function removeRun(tx: Removal, id: string): Promise<void> {
  await tx.objectStore('runs').delete(id);
  await tx.objectStore('metrics').delete(within(id));
  await removeArtifacts(tx, `run/${id}/`);
}

export async function removeExperiment(tx: Removal, id: string): Promise<void> {
  const runs = await tx.objectStore('runs').index('experimentId').getAllKeys(id);
  for (const run of runs) await removeRun(tx, run);
  await removeArtifacts(tx, `experiment/${id}/`);
  await tx.objectStore('experiments').delete(id);
}

/** Chunks of artifacts still being written are not found here; their writer's journal entry is. */
export async function removeArtifacts(tx: Removal, prefix: string): Promise<void> {
  const artifacts = tx.objectStore('artifacts');
  const chunks = tx.objectStore('chunks');
  const range = startingWith(prefix);
  for (const { version } of await artifacts.getAll(range)) await chunks.delete(within(version));
  await artifacts.delete(range);
}

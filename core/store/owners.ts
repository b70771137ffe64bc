import { importedDataset } from '../dataset';
import { LensmithError } from '../errors';
import type { StoreTuple, Transaction } from './schema';

/** What a transaction must span to ask whether the owner of what it writes is still there. */
export const OWNERS = ['datasets', 'experiments', 'runs'] satisfies StoreTuple;

type Asking = Pick<Transaction<typeof OWNERS, 'readwrite'>, 'objectStore'>;

/**
 * Throws unless the owner is there: a dataset or run removed in one tab while another trains on it
 * would otherwise come back in parts that nobody can see or remove.
 */
export async function requireDataset(tx: Asking, id: string): Promise<void> {
  if (id === importedDataset) return;
  if ((await tx.objectStore('datasets').getKey(id)) === undefined) {
    throw new LensmithError('unknownDataset', { id });
  }
}

export async function requireExperiment(tx: Asking, id: string): Promise<void> {
  if ((await tx.objectStore('experiments').getKey(id)) === undefined) {
    throw new LensmithError('unknownExperiment', { id });
  }
}

export async function requireRun(tx: Asking, id: string): Promise<void> {
  if ((await tx.objectStore('runs').getKey(id)) === undefined) {
    throw new LensmithError('unknownRun', { id });
  }
}

/** By an artifact's name: `run/<id>/...`, `experiment/<id>/...` and `dataset/<id>/...` belong to somebody. */
export async function requireOwner(tx: Asking, artifact: string): Promise<void> {
  const [kind, id] = artifact.split('/');
  if (kind === 'run') await requireRun(tx, id);
  if (kind === 'experiment') await requireExperiment(tx, id);
  if (kind === 'dataset') await requireDataset(tx, id);
}

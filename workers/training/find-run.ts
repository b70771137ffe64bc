import type { TailState } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';
import type { Store } from '../../core/store/types';

/** A finished run; `best`: of the dataset opened last, by validation. Throws unknownRun. */
export async function findRun({ datasets, runs }: Store, id: string | 'best'): Promise<Run> {
  const current = id === 'best' ? await datasets.current() : null;
  const run = id !== 'best' ? await runs.get(id) : current ? await runs.best(current) : null;
  if (run?.status !== 'finished') throw new LensmithError('unknownRun', { id });
  return run;
}

/** What a run has trained. Throws unknownRun where that is gone. */
export async function modelOf({ artifacts }: Store, { id }: Run): Promise<TailState> {
  const model = await artifacts.get<TailState>(`run/${id}/model`);
  if (!model) throw new LensmithError('unknownRun', { id });
  return model;
}

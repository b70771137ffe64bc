import { type Accessor, createEffect, createSignal, untrack } from 'solid-js';
import type { Run } from '../../core/run';
import type { Store, StoredPredictions } from '../../core/store/types';

/**
 * The stored answers of every scored or finished run, by run id, fetched as they come to be, null where
 * they were not kept; fetched again once a run has its test score, for the answers on the test split are written with it.
 */
export function createPredictions(
  store: Promise<Store>,
  runs: Accessor<readonly Run[]>,
): Accessor<ReadonlyMap<string, StoredPredictions | null>> {
  const [known, setKnown] = createSignal<ReadonlyMap<string, StoredPredictions | null>>(new Map());
  /** Run id to the state it was asked for in. */
  const asked = new Map<string, 'validation' | 'test'>();

  async function fetch(id: string): Promise<void> {
    const found = await (await store).artifacts.get<StoredPredictions>(`run/${id}/predictions`);
    if (asked.has(id)) setKnown((before) => new Map(before).set(id, found));
  }

  createEffect(() => {
    const current = new Set(runs().map((run) => run.id));
    for (const id of asked.keys()) if (!current.has(id)) asked.delete(id);
    for (const run of runs()) {
      const state = run.test ? 'test' : 'validation';
      // An imported run may have no score, and its answers were not kept.
      const answered = run.validation !== null || run.status === 'finished';
      if (!answered || run.status === 'running' || asked.get(run.id) === state) continue;
      asked.set(run.id, state);
      // Without its answers a run is simply not compared; the gallery says they were not kept.
      fetch(run.id).catch(() => asked.delete(run.id));
    }
    const gone = [...untrack(known).keys()].filter((id) => !current.has(id));
    if (gone.length > 0) {
      setKnown((before) => new Map([...before].filter(([id]) => current.has(id))));
    }
  });
  return known;
}

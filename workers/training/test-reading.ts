import type { EngineApi, TailState } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import { card } from '../../model-zoo/zoo';
import { type Context, unlessCancelled } from './context';
import { pictureBlob, TRUNK_BATCH } from './features';
import { scoreLogits } from './run-record';
import { concatenate } from './samples';

/** Single predictions timed; making the model current has warmed it up. */
const TIMED = 5;
/** Fewer test pictures than this are not worth loading the model into another engine. */
const SHARD = 64;

/**
 * Reads the test split, once, for all finished runs that have not seen it: the saved model as
 * anyone would use it, picture in and logits out. Measures latency by the way.
 */
export async function readTest(context: Context, runs: readonly Run[]): Promise<Run[]> {
  const open = runs.filter((run) => run.status === 'finished' && run.test === null);
  const read = await Promise.all(open.map((run) => readOne(context, run, open.length)));
  return runs.map((run) => read.find((other) => other.id === run.id) ?? run);
}

async function readOne(context: Context, run: Run, runs: number): Promise<Run> {
  const { partition, samples, pool, store, progress, signal } = context;
  const rows = partition.test;
  const model = await store.artifacts.get<TailState>(`run/${run.id}/model`);
  if (!model) throw new LensmithError('unknownRun', { id: run.id });
  const { preprocessing } = card(run.backbone);
  const shards =
    runs >= pool.size ? 1 : Math.max(1, Math.min(pool.size, Math.ceil(rows.length / SHARD)));
  const perShard = Math.ceil(rows.length / shards);
  const key = `test ${run.depth}`;
  let latencyMs: number | null = null;
  const parts = await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      pool.useAny(
        async (engine) => {
          const mine = rows.slice(shard * perShard, (shard + 1) * perShard);
          await engine.useModel(
            { backbone: run.backbone, depth: run.depth },
            samples.classes,
            model,
          );
          if (shard === 0) {
            const any = rows[0] ?? partition.final[0];
            const blob = await pictureBlob(store, samples.pictures[any], preprocessing);
            latencyMs = await latency(engine, blob);
          }
          return logits(engine, mine);
        },
        { signal, retries: 1 },
      ),
    ),
  );
  progress.finish(run.backbone, key);
  const done = { ...run, latencyMs };
  if (rows.length > 0) {
    const labels = Int32Array.from(rows, (row) => samples.labels[row]);
    const all = concatenate(parts);
    done.test = scoreLogits(all, labels, samples.classes);
    const name = `run/${run.id}/predictions`;
    const predictions = await store.artifacts.get<StoredPredictions>(name);
    if (predictions) {
      const pictures = rows.map((row) => samples.pictures[row].id);
      await store.artifacts.put(name, { ...predictions, test: { pictures, labels, logits: all } });
    }
  }
  await store.runs.put(done);
  context.tell({ type: 'run', run: done });
  return done;

  async function logits(engine: EngineApi, rows: readonly number[]): Promise<Float32Array> {
    const size = TRUNK_BATCH[pool.device.backend];
    const out = new Float32Array(rows.length * samples.classes);
    for (let at = 0; at < rows.length; at += size) {
      unlessCancelled(signal);
      const start = performance.now();
      const batch = rows.slice(at, at + size);
      const blobs = await Promise.all(
        batch.map((row) => pictureBlob(store, samples.pictures[row], preprocessing)),
      );
      const answer = await engine.predict(blobs);
      if (answer.failed.length > 0) {
        const file = samples.pictures[batch[answer.failed[0]]].file;
        throw new LensmithError('notAPicture', { file });
      }
      out.set(answer.logits.data, at * samples.classes);
      progress.advance(run.backbone, key, batch.length, (performance.now() - start) / 1000);
    }
    return out;
  }
}

/** Median milliseconds the network takes for one picture on a warm engine. */
async function latency(engine: EngineApi, picture: Blob): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMED; i++) {
    const { networkMs } = await engine.predict([picture]);
    times.push(networkMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMED / 2)];
}

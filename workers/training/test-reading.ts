import type { EngineApi, TailState } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import { card } from '../../model-zoo/zoo';
import { type Context, unlessCancelled } from './context';
import { pictureBlob, TRUNK_BATCH } from './features';
import { Quiet } from './quiet';
import { scoreLogits } from './run-record';
import { concatenate } from './samples';

/** Single predictions timed; making the model current has warmed it up. */
const TIMED = 5;
/** Fewer test pictures than this are not worth loading the model into another engine. */
const SHARD = 64;

/**
 * Reads the test split, once, for all finished runs that have not seen it: the saved model as
 * anyone would use it, picture in and logits out. Measures latency by the way, while the other
 * engines wait.
 */
export async function readTest(context: Context, runs: readonly Run[]): Promise<Run[]> {
  const open = runs.filter((run) => run.status === 'finished' && run.test === null);
  const quiet = new Quiet();
  const read = await Promise.all(open.map((run) => readOne(context, run, open.length, quiet)));
  return runs.map((run) => read.find((other) => other.id === run.id) ?? run);
}

async function readOne(context: Context, run: Run, runs: number, quiet: Quiet): Promise<Run> {
  const { partition, samples, pool, store, progress, signal } = context;
  const rows = partition.test;
  const model = await savedModel(context, run);
  const shards =
    runs >= pool.size ? 1 : Math.max(1, Math.min(pool.size, Math.ceil(rows.length / SHARD)));
  const perShard = Math.ceil(rows.length / shards);
  const key = `test ${run.depth}`;
  let latencyMs: number | null = null;
  let seconds = 0;
  const parts = await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      pool.useAny(
        async (engine) => {
          const mine = rows.slice(shard * perShard, (shard + 1) * perShard);
          const start = performance.now();
          await quiet.share(() => makeCurrent(engine, context, run, model));
          seconds += (performance.now() - start) / 1000;
          if (shard === 0) latencyMs = await quiet.alone(() => latency(engine, context, run));
          return logitsOf(engine, context, run, mine, false, async (predict) => {
            const before = performance.now();
            const answer = await quiet.share(predict);
            const taken = (performance.now() - before) / 1000;
            seconds += taken;
            progress.advance(run.backbone, key, answer.rows, taken);
            return answer;
          });
        },
        { signal, retries: 1 },
      ),
    ),
  );
  progress.finish(run.backbone, key);
  const params = { ...run.params, seconds_test: Math.round(seconds * 1000) / 1000 };
  const done: Run = { ...run, params, latencyMs };
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
}

/** A finished run's logits of the test pictures mirrored left to right, [test, classes]. */
export async function mirroredTestLogits(context: Context, run: Run): Promise<Float32Array> {
  const model = await savedModel(context, run);
  const { pool, partition, signal } = context;
  return pool.useAny(
    async (engine) => {
      await makeCurrent(engine, context, run, model);
      return logitsOf(engine, context, run, partition.test, true, (predict) => predict());
    },
    { signal, retries: 1 },
  );
}

async function savedModel({ store }: Context, { id }: Run): Promise<TailState> {
  const model = await store.artifacts.get<TailState>(`run/${id}/model`);
  if (!model) throw new LensmithError('unknownRun', { id });
  return model;
}

function makeCurrent(
  engine: EngineApi,
  { samples }: Context,
  { backbone, depth }: Run,
  model: TailState,
): Promise<void> {
  return engine.useModel({ backbone, depth }, samples.classes, model);
}

interface Answer {
  logits: Float32Array;
  rows: number;
}

/** Logits of `rows` from the engine's current model; `around` runs every batch. */
async function logitsOf(
  engine: EngineApi,
  { samples, pool, store, signal }: Context,
  { backbone }: Run,
  rows: readonly number[],
  mirrored: boolean,
  around: (predict: () => Promise<Answer>) => Promise<Answer>,
): Promise<Float32Array> {
  const size = TRUNK_BATCH[pool.device.backend];
  const { preprocessing } = card(backbone);
  const out = new Float32Array(rows.length * samples.classes);
  for (let at = 0; at < rows.length; at += size) {
    unlessCancelled(signal);
    const batch = rows.slice(at, at + size);
    const { logits } = await around(async () => {
      const blobs = await Promise.all(
        batch.map((row) => pictureBlob(store, samples.pictures[row], preprocessing)),
      );
      const answer = await engine.predict(blobs, mirrored);
      if (answer.failed.length > 0) {
        const file = samples.pictures[batch[answer.failed[0]]].file;
        throw new LensmithError('notAPicture', { file });
      }
      return { logits: answer.logits.data, rows: batch.length };
    });
    out.set(logits, at * samples.classes);
  }
  return out;
}

/** Median milliseconds the network takes for one picture on a warm engine. */
async function latency(engine: EngineApi, context: Context, { backbone }: Run): Promise<number> {
  const { partition, samples, store } = context;
  const any = partition.test[0] ?? partition.final[0];
  const picture = await pictureBlob(store, samples.pictures[any], card(backbone).preprocessing);
  const times: number[] = [];
  for (let i = 0; i < TIMED; i++) {
    const { networkMs } = await engine.predict([picture]);
    times.push(networkMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMED / 2)];
}

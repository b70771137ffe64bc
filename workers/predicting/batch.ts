import type { EngineApi, TailState } from '../../core/contract/engine';
import type { ImportFile } from '../../core/contract/ingest';
import type { BatchOptions, BatchProgress, BatchResult } from '../../core/contract/trainer';
import { LensmithError, toWire } from '../../core/errors';
import type { Run } from '../../core/run';
import { throttle } from '../ingest/flow';
import { defaultLimits, type ZipLimits } from '../ingest/zip/limits';
import type { Spool } from '../ingest/zip/spool';
import type { EnginePool } from '../training/pool';
import { answerOf } from '../training/predictor';
import { type Answer, answerItems } from './answer';
import { type Item, listItems } from './items';
import { createPace } from './pace';
import { Sheet } from './sheet';
import { Tally } from './tally';

/** Milliseconds between two reports. */
const progressInterval = 100;
/** Pictures an engine is given at once: as many as its trunk computes at once on that backend. */
const atOnce = { cpu: 4, wasm: 4, webgpu: 32 } as const;
/** Calls an engine: one that it works on and one that is being unpacked. */
const callsPerEngine = 2;
const defaultTopK = 3;

export interface BatchInputs {
  run: Run;
  model: TailState;
  /** Of this batch alone; opened once there is something to answer. */
  openPool: () => Promise<EnginePool>;
  spool: Spool;
  signal: AbortSignal;
  onProgress: (progress: BatchProgress) => void;
  limits?: ZipLimits;
}

/**
 * Answers a ZIP or a folder's files with a finished run: see `TrainerApi.predictFiles`. What fails
 * before the first picture rejects; what fails later ends the batch with what is done.
 */
export async function predictFiles(
  files: readonly ImportFile[],
  options: BatchOptions,
  inputs: BatchInputs,
): Promise<BatchResult> {
  const { run, spool, signal } = inputs;
  const started = performance.now();
  const topK = Math.min(checkedTopK(options), run.classes.length);
  const report = throttle(inputs.onProgress, progressInterval);
  const pace = createPace();
  const tally = new Tally(run.classes);
  let sheet = new Sheet(topK, false);
  let total: number | null = null;
  let fault: unknown = null;
  const tell = (force: boolean) => {
    const { done, failed } = tally;
    report({ done, total, failed, ...pace(done, total) }, force);
  };

  tell(true);
  try {
    const limits = inputs.limits ?? defaultLimits;
    const items = await listItems(files, run.classes, { limits, spool, signal });
    const pool = await inputs.openPool();
    sheet = new Sheet(topK, items.some(isLabelled));
    total = items.length;
    tell(true);
    for await (const row of answerItems(items, {
      ask: asking(pool, topK, inputs),
      atOnce: atOnce[pool.device.backend],
      calls: callsPerEngine * pool.size,
      signal,
    })) {
      signal.throwIfAborted();
      sheet.add(row);
      tally.add(row);
      tell(tally.done === total);
    }
  } catch (error) {
    if (!signal.aborted && total === null) throw error;
    fault = error;
  }
  const cancelled = signal.aborted && tally.done !== total;
  return {
    runId: run.id,
    ...tally.result(),
    csv: sheet.blob(),
    cancelled,
    error: fault === null || cancelled ? null : toWire(fault),
    seconds: (performance.now() - started) / 1000,
  };
}

const isLabelled = (item: Item) => 'label' in item && item.label !== null;

function checkedTopK({ topK = defaultTopK }: BatchOptions): number {
  if (Number.isInteger(topK) && topK >= 1) return topK;
  const allowed = 'a whole number from 1';
  throw new LensmithError('badOption', { option: 'topK', value: topK, allowed });
}

/** Asks any engine; one that has not got the model yet, also after a crash, is given it first. */
function asking(pool: EnginePool, topK: number, { run, model, signal }: BatchInputs) {
  const ready = new WeakSet<EngineApi>();
  return (pictures: Blob[]): Promise<Answer[]> =>
    pool.useAny(
      async (engine) => {
        if (!ready.has(engine)) {
          const { backbone, depth } = run;
          await engine.useModel({ backbone, depth }, run.classes.length, model);
          ready.add(engine);
        }
        const { logits, failed } = await engine.predict(pictures);
        const classes = run.classes.length;
        return pictures.map((_, i) => {
          if (failed.includes(i)) return null;
          return answerOf(run, logits.data.subarray(i * classes, (i + 1) * classes), topK);
        });
      },
      { signal, retries: 1 },
    );
}

import { type Remote, wrap } from 'comlink';
import { relativeError, requireAgreement } from '../duels';
import { baseUrl, openTrunk, quantised, runTrunk, type Trunk } from '../engines';
import { timed } from '../interleave';
import { normalised } from './normalise';
import type { OrtWorker } from './ort.worker';

const threads = 2;

interface Open {
  float: Trunk;
  int8: Trunk;
  worker: Worker | null;
  ort: Remote<OrtWorker> | null;
}

interface Opened {
  /** How far float32 features and the peer's are apart; null without a peer. */
  error: number | null;
  /** How far 8-bit features and float32 ones are apart; 0 where the trunk stays in float32. */
  int8Error: number;
  peerBatch: number | null;
}

let current: Open | null = null;

/** Ours and onnxruntime-web on one backbone and the same pictures; taking turns is the caller's. */
export const trunk = {
  /**
   * All are warm afterwards; float32 and the peer agree.
   */
  async open(backbone: string, pictures: number, withPeer: boolean): Promise<Opened> {
    const opened = await openTrunk(backbone, threads, pictures);
    const int8 = await quantised(opened, threads);
    current = { float: opened, int8, worker: null, ort: null };
    for (const side of [opened, int8]) await runTrunk(side);
    const ours = await runTrunk(opened);
    const integers = relativeError(await runTrunk(int8), ours);
    if (!withPeer) return { error: null, int8Error: integers, peerBatch: null };
    const worker = new Worker(new URL('./ort.worker.ts', import.meta.url), { type: 'module' });
    const ort: Remote<OrtWorker> = wrap(worker);
    Object.assign(current, { worker, ort });
    const answer = await ort.open(
      new URL(`onnx/${backbone}.onnx`, baseUrl).href,
      threads,
      normalised(opened.pixels, opened.preprocessing),
      opened.pixels.shape,
    );
    const error = relativeError(ours, answer.features);
    requireAgreement(backbone, error);
    return { error, int8Error: integers, peerBatch: answer.batch };
  },
  /** Milliseconds for all pictures, as the next two. */
  ours: () => timed(() => runTrunk(current!.float)),
  int8: () => timed(() => runTrunk(current!.int8)),
  peer: () => current!.ort!.time(),
  close() {
    current?.float.pool.close();
    current?.int8.pool.close();
    current?.worker?.terminate();
    current = null;
  },
};

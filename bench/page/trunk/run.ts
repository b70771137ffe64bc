import { type Remote, wrap } from 'comlink';
import { relativeError, requireAgreement } from '../duels';
import { baseUrl, openTrunk, runTrunk, type Trunk } from '../engines';
import { timed } from '../interleave';
import { normalised } from './normalise';
import type { OrtWorker } from './ort.worker';

const threads = 2;

interface Open extends Trunk {
  worker: Worker | null;
  ort: Remote<OrtWorker> | null;
}

let current: Open | null = null;

/** Ours and onnxruntime-web on one backbone and the same pictures; taking turns is the caller's. */
export const trunk = {
  /**
   * Both are warm and agree afterwards. Returns how far their features are apart (null without
   * `withPeer`) and the peer's batch size.
   */
  async open(
    backbone: string,
    pictures: number,
    withPeer: boolean,
  ): Promise<{ error: number | null; peerBatch: number | null }> {
    const opened = await openTrunk(backbone, threads, pictures);
    current = { ...opened, worker: null, ort: null };
    await runTrunk(current);
    const ours = await runTrunk(current);
    if (!withPeer) return { error: null, peerBatch: null };
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
    return { error, peerBatch: answer.batch };
  },
  /** Milliseconds for all pictures. */
  ours: () => timed(() => runTrunk(current!)),
  peer: () => current!.ort!.time(),
  close() {
    current?.pool.close();
    current?.worker?.terminate();
    current = null;
  },
};

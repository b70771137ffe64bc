import { type Remote, transfer, wrap } from 'comlink';
import type { EngineApi, LabelledBatch, PixelBatch, TensorData } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { EngineHandle } from './engine-handle';

/** A nested worker with an engine in it. */
export function spawnEngine(): EngineHandle {
  const worker = new Worker(new URL('../engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  });
  const crashed = new Promise<LensmithError>((resolve) => {
    const report = (cause: unknown) => resolve(new LensmithError('workerCrashed', {}, { cause }));
    worker.addEventListener('error', (event) => report(event.error ?? event.message));
    worker.addEventListener('messageerror', () => report('a message could not be read'));
  });
  return { api: transferring(wrap<EngineApi>(worker)), crashed, end: () => worker.terminate() };
}

/** What is sent to an engine is gathered for it alone, so it is moved, not copied. */
function transferring(remote: Remote<EngineApi>): EngineApi {
  const moved = <T extends TensorData | PixelBatch>(batch: T): T =>
    transfer(batch, [batch.data.buffer as ArrayBuffer]);
  const api = remote as unknown as EngineApi;
  return {
    open: (options) => api.open(options),
    load: (model) => api.load(model),
    pixels: (pictures) => api.pixels(pictures),
    trunk: (batch) => api.trunk(moved(batch)),
    calibrate: (batch) => api.calibrate(moved(batch)),
    fitHead(job, request) {
      const buffers = [request.features, request.heldOut].flatMap((tensor) =>
        tensor ? [tensor.data.buffer as ArrayBuffer] : [],
      );
      return api.fitHead(job, transfer(request, buffers));
    },
    startTail: (request) => api.startTail(request),
    step: (batch: LabelledBatch, learningRate) =>
      api.step(transfer(batch, [batch.inputs.data.buffer as ArrayBuffer]), learningRate),
    gradients: (batch) => api.gradients(transfer(batch, [batch.inputs.data.buffer as ArrayBuffer])),
    // Copied: every engine gets the same gradients.
    applyGradients: (gradients, learningRate) => api.applyGradients(gradients, learningRate),
    logits: (inputs) => api.logits(moved(inputs)),
    saveTail: (withMoments) => api.saveTail(withMoments),
    useModel: (model, classes, tail) => api.useModel(model, classes, tail),
    predict: (pictures, mirrored) => api.predict(pictures, mirrored),
    explain: (picture, classes, method) => api.explain(picture, classes, method),
    activation: (picture, nodeId) => api.activation(picture, nodeId),
    measure: () => api.measure(),
    memory: () => api.memory(),
    cancel: (job) => api.cancel(job),
  };
}

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { LensmithError } from '../../core/errors';

/**
 * tfjs's backend, noticing the loss of its device: a read that is pending then, or starts later,
 * rejects with deviceLost, where tfjs's may never settle. Nothing else waits for the device.
 */
export class LossAwareBackend extends WebGPUBackend {
  readonly #loss: Promise<LensmithError>;

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.#loss = device.lost.then(
      ({ message, reason }) => new LensmithError('deviceLost', { reason: message || reason }),
    );
  }

  override async read(id: object): ReturnType<WebGPUBackend['read']> {
    const loss = this.#loss.then((error) => {
      throw error;
    });
    try {
      return await Promise.race([super.read(id), loss]);
    } catch (error) {
      // A read may fail a moment before the loss that made it fail is told.
      const soon = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), 50));
      throw await Promise.race([this.#loss, soon]);
    }
  }
}

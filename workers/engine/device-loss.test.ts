import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { startWebgpu } from './backend';
import { webgpuAdapter } from './testing';

const adapter = await webgpuAdapter();
if (!adapter) console.warn('No WebGPU adapter: the loss of a device is not tested here.');

describe.skipIf(!adapter)('a lost device', () => {
  test('is noticed by the read that is pending, and by the next', async () => {
    const device = await adapter!.requestDevice();
    await startWebgpu(device, adapter!.info);
    const x = tf.ones([512, 512]);
    const product = tf.matMul(x, x);
    const pending = product.data();
    device.destroy();
    await expect(pending).rejects.toMatchObject({ code: 'deviceLost' });
    await expect(tf.matMul(x, x).data()).rejects.toMatchObject({ code: 'deviceLost' });
  });

  test('fails a read that itself would never settle', async () => {
    const fresh = (await navigator.gpu.requestAdapter())!;
    const device = await fresh.requestDevice();
    await startWebgpu(device, fresh.info);
    const backend = tf.backend() as unknown as { getBufferData: () => Promise<never> };
    backend.getBufferData = () => new Promise(() => {});
    const pending = tf.neg(tf.ones([4])).data();
    device.destroy();
    await expect(pending).rejects.toMatchObject({ code: 'deviceLost' });
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';
import { startWebgpu } from '../../workers/engine/backend';
import '../../workers/engine/execute';
import '../../workers/engine/kernels/adam-w';
import { probe } from '../../workers/engine/probe';
import { median } from '../median';

export type Side = 'ours' | 'stock';

export interface Rivals {
  adapter: string;
  isSoftware: boolean;
  /** Makes a side's backend current: what is made then belongs to it. */
  use(side: Side): Promise<void>;
  /** Median milliseconds of each side, taking turns; the first turn of each is not counted. */
  duel(runs: Record<Side, () => Promise<void>>): Promise<Record<Side, number>>;
}

export const stockName = 'stock tfjs-webgpu 4.22, same adapter';

/** Both sides stop after this many turns, or where a software adapter would take minutes. */
const turns = 9;
const longEnough = 10_000;

/**
 * Our kernels and stock tfjs's, on one adapter in one process. Stock is every kernel as tfjs
 * registers it, and our own operations as compositions of them. Throws webgpuUnavailable without
 * an adapter: VK_ICD_FILENAMES names a software driver.
 */
export async function startRivals(): Promise<Rivals> {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // tfjs registers its backend only where it sees this.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  tf.copyRegisteredKernels('webgpu', 'stock');
  const options = { gpu, cores: 1, simd: true };
  const [mine, theirs] = [await probe('webgpu', options), await probe('webgpu', options)];
  if (mine.backend !== 'webgpu' || theirs.backend !== 'webgpu') throw new Error('not WebGPU');
  tf.registerBackend('stock', () => new WebGPUBackend(theirs.device, theirs.info));
  await startWebgpu(mine.device, mine.info);
  const use = async (side: Side) => {
    await tf.setBackend(side === 'ours' ? 'webgpu' : 'stock');
  };
  return {
    adapter: mine.adapter,
    isSoftware: mine.isFallbackAdapter,
    use,
    async duel(runs) {
      const times: Record<Side, number[]> = { ours: [], stock: [] };
      const start = performance.now();
      for (let turn = 0; turn <= turns; turn++) {
        for (const side of ['ours', 'stock'] as const) {
          await use(side);
          const before = performance.now();
          await runs[side]();
          if (turn > 0) times[side].push(performance.now() - before);
        }
        if (turn > 0 && performance.now() - start > longEnough) break;
      }
      return { ours: median(times.ours), stock: median(times.stock) };
    },
  };
}

/** The same thing made once on each side. */
export async function onBoth<T>(rivals: Rivals, make: () => T): Promise<Record<Side, T>> {
  await rivals.use('ours');
  const ours = make();
  await rivals.use('stock');
  return { ours, stock: make() };
}

/** A [shape] tensor of values in [-1, 1), the same on both sides. */
export function noise(shape: readonly number[]): tf.Tensor {
  return tf.tensor(noiseValues(shape), [...shape]);
}

export function noiseValues(shape: readonly number[]): Float32Array {
  let state = 1;
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

import { LensmithError } from '../../core/errors';
import type { Depth } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { beginRun, type Context } from './context';

/**
 * Null for work that failed or was stopped, so that the others go on. A run says itself what became
 * of it; what failed before its run was begun is recorded as a failed run of `unlisted` depth.
 */
export async function orNull<T>(
  context: Context,
  card: Card,
  unlisted: Depth | null,
  work: Promise<T>,
): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    // The run says what went wrong, but not where.
    if (!(error instanceof LensmithError)) console.error(error);
    if (unlisted !== null && !context.signal.aborted) {
      const record = await beginRun(context, card, unlisted, {});
      await record.end(error);
    }
    return null;
  }
}

/** On WebGPU, waits for a backbone's work and ends its engine. */
export async function endBackbone({ pool }: Context, work: Promise<unknown>): Promise<void> {
  if (pool.device.backend !== 'webgpu') return;
  await work;
  pool.recycle();
}

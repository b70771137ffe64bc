import { beforeAll, describe, expect, test } from 'vitest';
import type { NativeCode } from './native/module';
import { nativeBuilds } from './native/testing';
import { compiledErrors, parityCases, worst } from './parity';
import { useBackend } from './testing';

/** float32 sums in another order than PyTorch's. */
const tolerance = 1e-4;

let builds: NativeCode[] = [];

beforeAll(async () => {
  builds = await nativeBuilds();
  await useBackend('cpu');
});

describe.each(['relaxed', 'plain'])('timm on the %s build', (kind) => {
  // The goldens have two pictures: one after the other, both at once, fewer than there is room for.
  const cases = parityCases.flatMap((golden) => [1, 2, 16].map((batch) => ({ ...golden, batch })));

  test.each(cases)('$architecture at $size, $batch at once', async ({ batch, ...golden }) => {
    const code = builds.find(({ relaxed }) => relaxed === (kind === 'relaxed'))!;
    const { name, error } = worst(await compiledErrors(code, golden, batch));
    expect(error, name).toBeLessThanOrEqual(tolerance);
  });
});

import * as tf from '@tensorflow/tfjs-core';

/** The shape of a 1x1 convolution in the middle of a backbone. */
const [m, k, n] = [784, 256, 256];
const milliseconds = 80;

/** Multiply-accumulates per second of plain matMuls, measured for about a tenth of a second. */
export async function measureMacs(): Promise<number> {
  const a = tf.fill([m, k], 0.5);
  const b = tf.fill([k, n], 0.25);
  const run = async (times: number) => {
    const results = Array.from({ length: times }, () => tf.matMul(a, b));
    // Reading the last one waits for all of them.
    await results.at(-1)!.data();
    tf.dispose(results);
  };
  // The first call packs or compiles, and the engine's baseline code runs before the optimised.
  await run(2);
  let products = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < milliseconds) {
    await run(4);
    products += 4;
    elapsed = performance.now() - start;
  }
  tf.dispose([a, b]);
  return (products * m * k * n * 1000) / elapsed;
}

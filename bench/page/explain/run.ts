import { openPool, samplePictures } from '../engines';
import type { Duel } from '../interleave';
import { interleave } from '../interleave';

const classes = 10;
const rounds = 15;

/**
 * Milliseconds of a forward pass as a prediction makes it (`peer`) and of Grad-CAM for the most
 * likely class, its own forward pass included (`ours`), on one engine and the same picture. Decoding
 * counts on neither side. Throws where the two disagree on the logits.
 */
export async function explain(backbone: string): Promise<Duel> {
  const pool = await openPool(1);
  const model = { backbone, depth: 'head' } as const;
  const [picture] = await samplePictures(1);
  try {
    return await pool.use(model, async (engine) => {
      await engine.startTail({ model, classes, seed: 1, weightDecay: 0, start: null });
      await engine.useModel(model, classes, await engine.saveTail(false));
      const { logits } = await engine.predict([picture]);
      const explained = await engine.explain(picture, null, 'grad-cam');
      const far = explained.logits.some((value, c) => !(Math.abs(value - logits.data[c]) < 1e-2));
      if (far) throw new Error(`${backbone}: explained another answer than was predicted`);
      if (!explained.maps[0].values.some((value) => value === 1)) {
        throw new Error(`${backbone}: the map is empty`);
      }
      return interleave(
        async () => {
          const { networkMs, explainMs } = await engine.explain(picture, null, 'grad-cam');
          return networkMs + explainMs;
        },
        async () => (await engine.predict([picture])).networkMs,
        { rounds, warmUp: 5 },
      );
    });
  } finally {
    pool.close();
  }
}

import { openTrunk, runTrunk } from '../engines';
import { type Duel, interleave, timed } from '../interleave';

/** One engine (`peer`) against one per core (`ours`), at the same pictures; milliseconds. */
export async function poolScaling(
  backbone: string,
  pictures: number,
): Promise<Duel & { cores: number }> {
  const cores = Math.min(8, navigator.hardwareConcurrency);
  const all = await openTrunk(backbone, cores, pictures);
  const one = await openTrunk(backbone, 1, pictures);
  try {
    const duel = await interleave(
      () => timed(() => runTrunk(all)),
      () => timed(() => runTrunk(one)),
      { rounds: 7, warmUp: 2 },
    );
    return { ...duel, cores };
  } finally {
    all.pool.close();
    one.pool.close();
  }
}

/** Milliseconds of ours and of the peer, sample by sample. */
export interface Duel {
  ours: number[];
  peer: number[];
}

/** Long enough for the other side's threads to stop spinning. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

/**
 * Turn by turn, so that both see the same machine: noise that lasts longer than a turn cancels out of
 * the ratio. `warmUp` rounds are thrown away: code runs in V8's baseline compiler first.
 */
export async function interleave(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
  { rounds, warmUp = 1 }: { rounds: number; warmUp?: number },
): Promise<Duel> {
  const duel: Duel = { ours: [], peer: [] };
  for (let round = 0; round < warmUp + rounds; round++) {
    const samples = [await ours()];
    await pause();
    samples.push(await peer());
    await pause();
    if (round < warmUp) continue;
    duel.ours.push(samples[0]);
    duel.peer.push(samples[1]);
  }
  return duel;
}

/** Wall milliseconds of `work`. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

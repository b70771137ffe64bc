import { LensmithError } from '../../core/errors';
import type { Store } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import type { Speed } from './costs';
import { TRUNK_BATCH } from './features';
import type { EnginePool } from './pool';

/** Long enough for a timer, short enough for who waits for the first result. */
const MEASURE_SECONDS = 0.1;

/** What is known of this device's speed: measured now, and taught by earlier experiments. */
export class Calibration {
  readonly #store: Store;
  readonly #name: string;
  readonly speed: Speed;

  private constructor(store: Store, name: string, speed: Speed) {
    this.#store = store;
    this.#name = name;
    this.speed = speed;
  }

  /**
   * Measures the first trunk of `cards` for a moment, unless `measured` knows it from before in this
   * session, and adds what earlier experiments have learned.
   */
  static async open(
    store: Store,
    pool: EnginePool,
    cards: readonly Card[],
    measured: Map<string, number>,
  ): Promise<Calibration> {
    const { backend, adapter } = pool.device;
    const name = `trainer/speed/${backend}/${adapter}`;
    const key = `${name}/${cards[0].id}`;
    const macsPerSecond = measured.get(key) ?? (await measureFirst(pool, cards));
    measured.set(key, macsPerSecond);
    const corrections = (await store.artifacts.get<Speed['corrections']>(name)) ?? {};
    return new Calibration(store, name, { macsPerSecond, corrections });
  }

  /** Real over foretold seconds, by task: the next forecast starts from them. */
  async learn(ratios: Record<string, number>): Promise<void> {
    const corrections = { ...this.speed.corrections };
    for (const [task, ratio] of Object.entries(ratios)) {
      const known = corrections[task];
      // Half of what was learned before stays: one experiment on a busy machine is not the rule.
      corrections[task] = known === undefined ? ratio : known * Math.sqrt(ratio);
    }
    await this.#store.artifacts.put(this.#name, corrections);
  }
}

/** Shares of a matrix product's speed that networks reach: for when no weights are to be had. */
const TRUNK_SHARE = 0.6;

/** Weights that cannot be had are said of when their turn comes, not here. */
async function measureFirst(pool: EnginePool, cards: readonly Card[]): Promise<number> {
  for (const card of cards) {
    try {
      return await measureTrunk(pool, card);
    } catch (error) {
      if (!(error instanceof LensmithError) || error.code !== 'weightsUnavailable') throw error;
    }
  }
  const { macsPerSecond } = await pool.useAny((engine) => engine.measure());
  return TRUNK_SHARE * macsPerSecond;
}

/** Multiply-accumulates per second of one engine, on black pictures: what they show costs nothing. */
function measureTrunk(pool: EnginePool, card: Card): Promise<number> {
  return pool.use(
    { backbone: card.id, depth: 'head' },
    async (engine, { preprocessing, trunkMacs }) => {
      const count = TRUNK_BATCH[pool.device.backend];
      const [height, width] = preprocessing.inputSize;
      const run = () => {
        const data = new Uint8Array(count * height * width * 3);
        return engine.trunk({ shape: [count, height, width, 3], data });
      };
      // The first batch makes buffers of its size.
      await run();
      const start = performance.now();
      let pictures = 0;
      let seconds = 0;
      while (seconds < MEASURE_SECONDS) {
        await run();
        pictures += count;
        seconds = (performance.now() - start) / 1000;
      }
      return (pictures * trunkMacs) / seconds;
    },
    { retries: 1 },
  );
}

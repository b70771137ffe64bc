import type { Store } from '../../core/store/types';
import type { Speed } from './costs';
import type { EnginePool } from './pool';

/** What earlier experiments taught about this device's speed, kept in the store. */
export class Calibration {
  readonly #store: Store;
  readonly #name: string;
  readonly speed: Speed;

  private constructor(store: Store, name: string, speed: Speed) {
    this.#store = store;
    this.#name = name;
    this.speed = speed;
  }

  /** Measures this device for a moment and adds what is known of it. */
  static async open(store: Store, pool: EnginePool): Promise<Calibration> {
    const { backend, adapter } = pool.device;
    const name = `trainer/calibration/${backend}/${adapter}`;
    const corrections = (await store.artifacts.get<Speed['corrections']>(name)) ?? {};
    const { macsPerSecond } = await pool.useAny((engine) => engine.measure());
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

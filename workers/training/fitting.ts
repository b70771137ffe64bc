import { LensmithError } from '../../core/errors';
import type { Depth, ExperimentNote, Run } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import type { DepthSettings } from './defaults';
import type { Plan } from './options';
import {
  type Circumstances,
  type Fit,
  fitDepth,
  halved,
  shallowerThan,
  smallerBatch,
  withBatch,
} from './preflight';

/**
 * A plan as this device's memory allows: foretold before it starts, and learned from every time that
 * memory ran out all the same.
 */
export class Fitting {
  /** The plan asked for, with batches that fit. */
  readonly plan: Plan;
  readonly #asked: Plan;
  readonly #circumstances: Circumstances;
  readonly #tell: (note: ExperimentNote) => Promise<void>;
  readonly #fits = new Map<string, Fit>();
  /** Batch sizes that memory has not run out at yet, by backbone and depth. */
  readonly #proved = new Map<string, number>();

  constructor(
    asked: Plan,
    circumstances: Circumstances,
    tell: (note: ExperimentNote) => Promise<void>,
  ) {
    this.#asked = asked;
    this.#circumstances = circumstances;
    this.#tell = tell;
    this.plan = {
      ...asked,
      settings: (card, depth, scheme) => {
        const settings = asked.settings(card, depth, scheme);
        const fit = this.#fit(card, depth);
        const batch = fit.depth === depth ? fit.settings.batchSize : settings.batchSize;
        return this.within(card, depth, withSmaller(settings, batch));
      },
    };
  }

  /** The deepest cut up to `depth` that is foretold to fit. */
  depthFor(card: Card, depth: Depth): Depth {
    return this.#fit(card, depth).depth;
  }

  /** `settings` with no larger batch than has proved to fit. */
  within(card: Card, depth: Depth, settings: DepthSettings): DepthSettings {
    return withSmaller(settings, this.#proved.get(`${card.id}/${depth}`) ?? settings.batchSize);
  }

  /**
   * Does `work`, again with half the batch each time an engine runs out of memory. Throws
   * outOfMemory when no smaller batch is worth training with, and what `work` throws.
   */
  async halving<T>(
    card: Card,
    depth: Depth,
    settings: DepthSettings,
    work: (settings: DepthSettings) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const tried = this.within(card, depth, settings);
      try {
        return await work(tried);
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        // Somebody beside may have found it out already.
        if (this.within(card, depth, settings).batchSize < tried.batchSize) continue;
        const smaller = halved(tried);
        if (!smaller) throw error;
        this.#proved.set(`${card.id}/${depth}`, smaller.batchSize);
        await this.#tell(smallerBatch(card, tried.batchSize, smaller.batchSize));
      }
    }
  }

  /**
   * Does `work` at the deepest cut that is foretold to fit, and at the next shallower one each time an
   * engine runs out of memory at any batch size. At the head there is nothing to train: null.
   */
  async shallowing<T>(
    card: Card,
    asked: Depth,
    work: (depth: Exclude<Depth, 'head'>) => Promise<T>,
  ): Promise<T | null> {
    let depth = this.depthFor(card, asked);
    while (depth !== 'head') {
      try {
        return await work(depth);
      } catch (error) {
        const next = isOutOfMemory(error) ? shallowerThan(depth) : null;
        if (!next) throw error;
        await this.#tell({
          code: 'shallowerCut',
          context: { backbone: card.id, from: depth, to: next },
        });
        depth = next;
      }
    }
    return null;
  }

  /** What a run that was begun with `settings` should say about how it ended. */
  params(card: Card, depth: Depth, settings: DepthSettings): Run['params'] {
    const { batchSize, learningRate } = this.within(card, depth, settings);
    if (batchSize === settings.batchSize) return {};
    return { batch_size: batchSize, learning_rate: learningRate, fallback: 'outOfMemory' };
  }

  #fit(card: Card, depth: Depth): Fit {
    const key = `${card.id}/${depth}`;
    let fit = this.#fits.get(key);
    if (!fit) {
      fit = fitDepth(card, depth, this.#asked, this.#circumstances);
      this.#fits.set(key, fit);
    }
    return fit;
  }
}

function withSmaller(settings: DepthSettings, batch: number): DepthSettings {
  return batch < settings.batchSize ? withBatch(settings, batch) : settings;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof LensmithError && error.code === 'outOfMemory';
}

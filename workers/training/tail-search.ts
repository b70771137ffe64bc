import type { ModelSpec } from '../../core/contract/engine';
import { fitTemperature } from '../../core/learning/calibration';
import { logLoss } from '../../core/learning/metrics';
import { card as cardOf } from '../../model-zoo/zoo';
import { testReserve } from './budget';
import { type Context, unlessCancelled } from './context';
import type { DepthSettings } from './defaults';
import type { Features } from './features';
import { completionSeconds, trialSeconds } from './forecast';
import {
  promoted,
  rungsOf,
  type Standing,
  surviving,
  type Trial,
  trialName,
  trialsOf,
} from './halving';
import type { Classifiers, Fitted } from './heads';
import { orNull } from './outcome';
import { notTested, type Partition } from './partition';
import type { TailProgress } from './tail';
import { trainPart } from './tail-part';
import type { FoundTail } from './tail-run';

/** A trial that is worth completing. */
export interface Found {
  fitted: Fitted;
  trial: Trial;
  tail: FoundTail;
}

/** One backbone at one depth, ready to be trained. */
interface Ground {
  features: Features;
  classifiers: Classifiers;
}

/**
 * Successive halving over the leaders' tails: all trials are trained for an epoch on one fold (the
 * hold-out is one), those that gain most for three, and so on. Only held-out log loss decides, after
 * calibration, so that a tail does not win by having cooler logits than its head. A rung is begun only
 * with as many trials as `secondsLeft` has room for; trials that gain nothing over their heads, and in
 * the end over the best head, are given up: then heads are all there is, and that is soon known.
 */
export class TailSearch {
  readonly #context: Context;
  readonly #leaders: readonly Fitted[];
  readonly #secondsLeft: () => number;
  readonly #grounds = new Map<string, Promise<Ground | null>>();
  readonly #progress = new Map<string, TailProgress>();
  #engineSeconds = 0;
  #trials = 0;

  constructor(context: Context, leaders: readonly Fitted[], secondsLeft: () => number) {
    this.#context = context;
    this.#leaders = leaders;
    this.#secondsLeft = secondsLeft;
  }

  /** Whoever is to be completed, best first; what an earlier session decided is kept to. */
  async run(heads: readonly Fitted[]): Promise<Found[]> {
    const { checkpoint, plan, budget, signal, progress, fitting } = this.#context;
    const bestHead = Math.min(...heads.map((fitted) => this.#headLoss(fitted)));
    const all = trialsOf(
      this.#leaders.map(({ card }) => card.id),
      plan.search,
    ).filter(({ backbone, depth }) => fitting.depthFor(cardOf(backbone), depth) === depth);
    this.#trials = all.length;
    const limit = budget.limit(signal, testReserve(progress));
    try {
      let decisions = await checkpoint.decisions();
      if (!decisions.survivors) {
        let field = all;
        let standings: Standing[] = [];
        for (const [rung, epochs] of this.#rungs().entries()) {
          const decided = decisions.rungs?.[rung];
          field = decided
            ? all.filter((trial) => decided.includes(trialName(trial)))
            : this.#fitting(field, epochs);
          if (field.length === 0) break;
          decisions = {
            ...decisions,
            rungs: [...(decisions.rungs ?? []).slice(0, rung), field.map(trialName)],
          };
          await checkpoint.decide(decisions);
          standings = await this.#rung(field, epochs, limit.signal);
          unlessCancelled(signal);
          field = promoted(standings, plan.search);
          if (limit.signal.aborted) break;
        }
        // With nothing promoted the last rung's standings hold no gain either.
        const survivors = surviving(standings, bestHead, plan.search).map(trialName);
        decisions = { ...decisions, survivors };
        await checkpoint.decide(decisions);
      }
      const names = decisions.survivors ?? [];
      const survivors = names.flatMap((name) => all.filter((trial) => trialName(trial) === name));
      return await Promise.all(survivors.map((trial) => this.#found(trial)));
    } finally {
      limit.release();
      for (const ground of this.#grounds.values()) (await ground)?.features.close();
    }
  }

  #rungs(): number[] {
    const { plan, partition } = this.#context;
    const epochs = this.#leaders.flatMap(({ card }) =>
      plan.search.depths.map((depth) => plan.settings(card, depth, partition.scheme).epochs),
    );
    return rungsOf(Math.max(1, ...epochs));
  }

  /** As many of the field as there is time for, with the time to complete one of them. */
  #fitting(field: readonly Trial[], epochs: number): Trial[] {
    const { pool } = this.#context;
    const left = this.#secondsLeft() * pool.size;
    const chosen: Trial[] = [];
    let seconds = 0;
    let completion = 0;
    for (const trial of field) {
      const done = this.#progress.get(trialName(trial))?.logs.length ?? 0;
      const more = this.#seconds(trial, trialSeconds, epochs - done);
      const whole = Math.max(completion, this.#seconds(trial, completionSeconds, epochs));
      if (seconds + more + whole > left) continue;
      seconds += more;
      completion = whole;
      chosen.push(trial);
    }
    if (chosen.length < field.length) this.#context.budget.cut();
    return chosen;
  }

  #seconds(trial: Trial, forecast: typeof trialSeconds, epochs: number): number {
    const { plan, partition, samples, speed, progress } = this.#context;
    const question = { plan, partition, classes: samples.classes, speed, leaders: [] };
    const foretold = forecast(question, cardOf(trial.backbone), trial.depth, epochs);
    return foretold * (progress.ratios()[`${trial.backbone}/search`] ?? 1);
  }

  /** Trains every trial of `field` up to `epochs`; those that fail, or never had an epoch, drop out. */
  async #rung(field: readonly Trial[], epochs: number, signal: AbortSignal): Promise<Standing[]> {
    const trained = await Promise.all(
      field.map((trial) =>
        orNull(this.#context, cardOf(trial.backbone), null, this.#train(trial, epochs, signal)),
      ),
    );
    return field.flatMap((trial, i) => {
      // Out of time, a trial stands where its last whole epoch left it.
      const progress = trained[i] ?? (signal.aborted ? this.#progress.get(trialName(trial)) : null);
      if (!progress || progress.logs.length === 0) return [];
      const loss = Math.min(...progress.logits.map((logits) => this.#loss(logits)));
      return [{ trial, loss, headLoss: this.#headLoss(this.#leader(trial)) }];
    });
  }

  async #train(trial: Trial, epochs: number, signal: AbortSignal): Promise<TailProgress | null> {
    const context = this.#context;
    const { partition, progress: bar } = context;
    const ground = await this.#ground(trial, signal);
    if (!ground) return null;
    const holdOut = partition.scheme === 'hold-out';
    return trainPart(context, {
      card: cardOf(trial.backbone),
      depth: trial.depth,
      priority: this.#leader(trial).priority,
      features: ground.features,
      settings: this.#settings(trial),
      signal,
      owner: trialName(trial),
      part: firstPart(partition),
      fold: partition.folds[0],
      start: ground.classifiers.foldClassifiers[0],
      epochs,
      keepBest: holdOut,
      keepState: true,
      afterEpoch: async (progress) => {
        this.#progress.set(trialName(trial), progress);
      },
      onStep: (epochs, seconds) => {
        this.#engineSeconds += seconds;
        bar.advance(trial.backbone, 'search', epochs, seconds);
      },
    });
  }

  /** Activations at the cut and the classifiers to start from: one set for all rates. */
  #ground(trial: Trial, signal: AbortSignal): Promise<Ground | null> {
    const model: ModelSpec = { backbone: trial.backbone, depth: trial.depth };
    const key = `${model.backbone}/${model.depth}`;
    let ground = this.#grounds.get(key);
    if (!ground) {
      ground = orNull(
        this.#context,
        cardOf(trial.backbone),
        null,
        this.#prepare(trial, model, signal),
      );
      this.#grounds.set(key, ground);
    }
    return ground;
  }

  async #prepare(trial: Trial, model: ModelSpec, signal: AbortSignal): Promise<Ground> {
    const { extractor, samples, partition, progress } = this.#context;
    const fitted = this.#leader(trial);
    const classifiers = await fitted.classifiers();
    const features = await extractor.extract({
      model,
      pictures: samples.pictures,
      rows: notTested(partition),
      priority: fitted.priority,
      signal,
      onBatch(done, decode, trunk) {
        progress.advance(model.backbone, `features ${model.depth}`, done, decode + trunk);
      },
    });
    progress.finish(model.backbone, `features ${model.depth}`);
    return { features, classifiers };
  }

  async #found(trial: Trial): Promise<Found> {
    const { checkpoint, partition } = this.#context;
    const holdOut = partition.scheme === 'hold-out';
    const part =
      this.#progress.get(trialName(trial)) ??
      (await checkpoint.tail(trialName(trial), firstPart(partition)));
    const losses = part.logits.map((logits) => this.#loss(logits));
    const best = losses.indexOf(Math.min(...losses));
    return {
      fitted: this.#leader(trial),
      trial,
      tail: {
        settings: this.#settings(trial),
        epochs: holdOut ? part.logs.length : best + 1,
        part,
        params: {
          search_trials: this.#trials,
          search_seconds: Math.round(this.#engineSeconds * 1000) / 1000,
        },
      },
    };
  }

  #settings({ backbone, depth, rate }: Trial): DepthSettings {
    const { plan, partition } = this.#context;
    const settings = plan.settings(cardOf(backbone), depth, partition.scheme);
    return { ...settings, learningRate: settings.learningRate * rate };
  }

  #leader({ backbone }: Trial): Fitted {
    return this.#leaders.find(({ card }) => card.id === backbone)!;
  }

  #headLoss({ logits }: Fitted): number {
    const { partition, samples } = this.#context;
    // Held-out rows stand fold after fold.
    return this.#loss(logits.subarray(0, partition.folds[0].heldOut.length * samples.classes));
  }

  /** Log loss on the first fold's held-out rows, after calibration on the same rows. */
  #loss(logits: Float32Array): number {
    const { partition, samples } = this.#context;
    const labels = Int32Array.from(partition.folds[0].heldOut, (row) => samples.labels[row]);
    const temperature = fitTemperature(logits, labels, samples.classes);
    const cooled = logits.map((value) => value / temperature);
    return logLoss(cooled, labels, samples.classes);
  }
}

/** A trial is trained as this part of the run that may come of it, so that the run goes on from it. */
function firstPart({ scheme }: Partition): string {
  return scheme === 'hold-out' ? 'hold-out' : 'fold-0';
}

import type { Backend, Depth, ExperimentNote, Run } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import type { DepthSettings } from './defaults';
import { featureBytes, trainingNeed } from './memory';
import type { Plan } from './options';

/** What this device can hold. */
export interface MemoryBudget {
  /** Of one engine. */
  engineBytes: number;
  /** Most bytes of one tensor; a GPU binds no larger buffer. */
  largestTensor: number;
  /** Features in the trainer's memory. */
  featureBytes: number;
  /** Features on disk; 0 without one. */
  diskBytes: number;
}

/** The circumstances under which an experiment is fitted to a device. */
export interface Circumstances {
  readonly budget: MemoryBudget;
  readonly backend: Backend;
  readonly classes: number;
  /** That are not held back for the test. */
  readonly pictures: number;
  readonly scheme: Run['validationScheme'];
}

/** Deepest first: what does not fit at one is tried at the next. */
const DEPTHS: readonly Depth[] = ['all', 'last-two-stages', 'last-stage', 'head'];

/** Smaller batches make steps too noisy to be worth their time. */
export const LEAST_BATCH = 4;

/** How one backbone will be trained on this device. */
export interface Fit {
  depth: Depth;
  settings: DepthSettings;
  /** Most that an engine will hold. */
  bytes: number;
  /** Of its features. */
  featureBytes: number;
  notes: ExperimentNote[];
}

/**
 * What is asked for, or the nearest to it that fits: a smaller batch first, then a shallower cut.
 * At the head there is nothing left to give up, so it always "fits".
 */
export function fitDepth(
  card: Card,
  asked: Depth,
  plan: Pick<Plan, 'settings'>,
  circumstances: Circumstances,
): Fit {
  const { budget, backend, classes, pictures, scheme } = circumstances;
  const notes: ExperimentNote[] = [];
  for (const depth of DEPTHS.slice(DEPTHS.indexOf(asked))) {
    const wanted = plan.settings(card, depth, scheme);
    const features = pictures * featureBytes(card, depth);
    const need = (batch: number) => trainingNeed(card, depth, classes, batch, backend);
    const fits = (batch: number) => {
      const { bytes, largestTensor } = need(batch);
      return bytes <= budget.engineBytes && largestTensor <= budget.largestTensor;
    };
    let settings = wanted;
    while (!fits(settings.batchSize)) {
      const smaller = halved(settings);
      if (!smaller) break;
      settings = smaller;
    }
    const room = features <= Math.max(budget.featureBytes, budget.diskBytes);
    if (depth !== 'head' && !(fits(settings.batchSize) && room)) continue;
    if (depth !== asked) {
      notes.push({ code: 'shallowerCut', context: { backbone: card.id, from: asked, to: depth } });
    }
    if (settings.batchSize < wanted.batchSize) {
      notes.push(smallerBatch(card, wanted.batchSize, settings.batchSize));
    }
    const { bytes } = need(settings.batchSize);
    return { depth, settings, bytes, featureBytes: features, notes };
  }
  throw new Error(`${asked} is not a depth`);
}

export function shallowerThan(depth: Depth): Depth | null {
  return DEPTHS[DEPTHS.indexOf(depth) + 1] ?? null;
}

/** Half the batch, or null where it is too small for that already. */
export function halved(settings: DepthSettings): DepthSettings | null {
  const half = Math.floor(settings.batchSize / 2);
  return half < LEAST_BATCH ? null : withBatch(settings, half);
}

/** The learning rate goes with the root of the batch, as is right for Adam (Malladi et al. 2022). */
export function withBatch(settings: DepthSettings, batchSize: number): DepthSettings {
  const learningRate = settings.learningRate * Math.sqrt(batchSize / settings.batchSize);
  return { ...settings, batchSize, learningRate };
}

export function smallerBatch(card: Pick<Card, 'id'>, from: number, to: number): ExperimentNote {
  return { code: 'smallerBatch', context: { backbone: card.id, from, to } };
}

/** What the whole plan comes to. */
export interface Preflight {
  /** Most bytes at once: of all engines, and of features in memory. */
  bytes: number;
  notes: ExperimentNote[];
}

/** Fits every backbone of a plan, at the depth named or at those its search may come to. */
export function preflight(plan: Plan, circumstances: Circumstances, engines: number): Preflight {
  const { budget } = circumstances;
  const asked: readonly Depth[] = plan.depth === null ? plan.search.depths : [plan.depth];
  const fits = plan.backbones.flatMap((card) =>
    ['head' as const, ...asked].map((depth) => fitDepth(card, depth, plan, circumstances)),
  );
  const notes = fits.flatMap((fit) => fit.notes).filter(isFirst);
  const features = Math.max(...fits.map((fit) => fit.featureBytes));
  if (features > budget.featureBytes && budget.diskBytes > 0) {
    notes.push({ code: 'featuresToDisk', context: {} });
  }
  const most = Math.max(...fits.map(({ bytes }) => bytes));
  return { bytes: engines * most + Math.min(features, budget.featureBytes), notes };
}

/** Two depths of one search may end at the same cut, which is said once. */
function isFirst(note: ExperimentNote, at: number, notes: readonly ExperimentNote[]): boolean {
  const text = JSON.stringify(note);
  return notes.findIndex((other) => JSON.stringify(other) === text) === at;
}

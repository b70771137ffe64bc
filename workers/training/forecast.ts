import type { TrainPhase } from '../../core/contract/trainer';
import type { Depth, Preset, Run } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import {
  featureSeconds,
  headSeconds,
  modelCost,
  type Speed,
  tailEpochs,
  tailSeconds,
  testSeconds,
} from './costs';
import type { TailDepth } from './defaults';
import { headFits } from './head';
import type { Plan } from './options';
import { notTested, type Partition } from './partition';

/** One piece of an experiment, with the engine-seconds it is foretold to take. */
export interface Forecast {
  backbone: string;
  phase: TrainPhase;
  /** Names the task among those of its backbone. */
  key: string;
  seconds: number;
  /** Pictures, fits or epochs. */
  total: number;
}

export interface Question {
  plan: Plan;
  partition: Partition;
  classes: number;
  speed: Speed;
  /** Whose tails are searched through where the user named no depth. */
  leaders: readonly string[];
  /** What that search has found; until it has, its first trial stands for it. */
  survivors?: readonly { backbone: string; depth: TailDepth }[];
}

/** Everything an experiment will do, as far as it is known. */
export function forecast(question: Question): Forecast[] {
  return question.plan.backbones.flatMap((card) => [
    ...headForecast(question, card),
    ...augmentedForecast(question, card),
    ...tailForecast(question, card),
  ]);
}

/** Without a word from the user, deeper tails may take this long, or so many times what the heads took. */
const LEAST_TAIL_BUDGET_SECONDS = { balanced: 20, best: 120 };
const TAIL_BUDGET_PER_HEAD_SECOND = { balanced: 1, best: 5 };

/**
 * Seconds that a preset gives to views and deeper tails, from those the heads took. Folds make a tail
 * six times as dear, and on sets so small it hardly gains over its head (docs/experiments.md): there
 * `balanced` is content with heads, unless a person says how many minutes there are.
 */
export function tailBudget(
  headSeconds: number,
  preset: Exclude<Preset, 'quick'>,
  scheme: Run['validationScheme'],
): number {
  if (preset === 'balanced' && scheme === 'k-fold') return 0;
  return Math.max(
    LEAST_TAIL_BUDGET_SECONDS[preset],
    TAIL_BUDGET_PER_HEAD_SECOND[preset] * headSeconds,
  );
}

/** Before heads are compared: whose tails will fit the budget, taken in the plan's order. */
export function likelyLeaders(question: Question, engines: number, budget = tailBudget): string[] {
  const { backbones } = question.plan;
  const seconds = (tasks: Forecast[]) =>
    tasks.reduce((sum, task) => sum + task.seconds, 0) / engines;
  const heads = seconds(backbones.flatMap((card) => headForecast(question, card)));
  const preset = question.plan.preset === 'best' ? 'best' : 'balanced';
  let left = budget(heads, preset, question.partition.scheme);
  if (left <= 0) return [];
  return backbones
    .filter((card, i) => {
      const cost = seconds(tailForecast({ ...question, leaders: [card.id], survivors: [] }, card));
      if (i > 0 && cost > left) return false;
      left -= cost;
      return true;
    })
    .map(({ id }) => id)
    .slice(0, question.plan.search.leaders);
}

/** Engine-seconds of fine-tuning one backbone, or of what a search for its tail will try. */
export function tailForecast(question: Question, card: Card): Forecast[] {
  const { plan, leaders, speed } = question;
  if (plan.depth) return plan.depth === 'head' ? [] : deeper(question, card, plan.depth);
  if (!leaders.includes(card.id)) return [];
  const { depths, rates } = plan.search;
  const [first] = leaders;
  const survivors = question.survivors ?? [{ backbone: first, depth: depths[0] }];
  const search = depths.reduce(
    (sum, depth) => sum + rates.length * trialSeconds(question, card, depth, 1),
    0,
  );
  const trials = depths.length * rates.length;
  return [
    ...depths.map((depth) => corrected(activations(question, card, depth), speed)),
    // Trials are corrected already, as their cost is asked for one by one.
    task(card, 'fine-tune', 'search', search, trials),
    ...survivors.flatMap(({ backbone, depth }) =>
      backbone === card.id ? deeper(question, card, depth).slice(1) : [],
    ),
  ];
}

/** Activations at the cut, training, test. */
function deeper(question: Question, card: Card, depth: TailDepth): Forecast[] {
  const { plan, partition, classes, speed } = question;
  const model = modelCost(card, depth, classes);
  const settings = plan.settings(card, depth, partition.scheme);
  const seconds = tailSeconds(partition, settings, model, speed);
  const epochs = tailEpochs(partition, settings);
  return [
    activations(question, card, depth),
    task(card, 'fine-tune', `fine-tune ${depth}`, seconds, epochs),
    testForecast(question, card, depth),
  ].map((one) => corrected(one, speed));
}

function activations(question: Question, card: Card, depth: TailDepth): Forecast {
  const { partition, classes, speed } = question;
  const pictures = rows(partition);
  const seconds = featureSeconds(pictures, modelCost(card, depth, classes), speed);
  return task(card, 'features', `features ${depth}`, seconds, pictures);
}

/** Engine-seconds of training a trial for `epochs` on the first fold. */
export function trialSeconds(
  question: Question,
  card: Card,
  depth: TailDepth,
  epochs: number,
): number {
  const { partition } = question;
  const first: Partition = { ...partition, scheme: 'hold-out', folds: partition.folds.slice(0, 1) };
  return partSeconds({ ...question, partition: first }, card, depth, epochs);
}

/** Engine-seconds of making a run of a trial: the other folds and the final tail. */
export function completionSeconds(
  question: Question,
  card: Card,
  depth: TailDepth,
  epochs: number,
): number {
  const { partition } = question;
  const rest: Partition = { ...partition, folds: partition.folds.slice(1) };
  return partSeconds({ ...question, partition: rest }, card, depth, epochs);
}

function partSeconds(
  { plan, partition, classes, speed }: Question,
  card: Card,
  depth: TailDepth,
  epochs: number,
): number {
  const settings = { ...plan.settings(card, depth, partition.scheme), epochs };
  const seconds = tailSeconds(partition, settings, modelCost(card, depth, classes), speed);
  return seconds * correction(`${card.id}/search`, speed);
}

/** Engine-seconds of the features of varied views. */
function augmentedForecast(question: Question, card: Card): Forecast[] {
  const { plan, partition, classes, speed } = question;
  const listed = plan.depth === null || plan.depth === 'head';
  if (!plan.augmentation || !listed) return [];
  const pictures = partition.final.length * plan.augmentation.views;
  const seconds = featureSeconds(pictures, modelCost(card, 'head', classes), speed);
  return [corrected(task(card, 'features', 'augmented', seconds, pictures), speed)];
}

/** Engine-seconds of mirrored features and the heads on them. */
export function mirroredForecast(question: Question, card: Card): Forecast[] {
  const { speed } = question;
  const [features] = headForecast(question, card);
  const seconds = features.seconds * correction(`${card.id}/mirrored`, speed);
  return [{ ...features, key: 'mirrored', seconds }];
}

function headForecast(question: Question, card: Card): Forecast[] {
  const { plan, partition, classes, speed } = question;
  const model = modelCost(card, 'head', classes);
  const pictures = rows(partition);
  const fits = headFits(partition);
  const listed = plan.depth === null || plan.depth === 'head';
  return [
    task(card, 'features', 'features', featureSeconds(pictures, model, speed), pictures),
    task(card, 'head', 'head', headSeconds(fits, pictures, card.features, classes), fits),
    ...(listed ? [testForecast(question, card, 'head')] : []),
  ].map((one) => corrected(one, speed));
}

function testForecast({ partition, classes, speed }: Question, card: Card, depth: Depth): Forecast {
  const pictures = partition.test.length;
  const seconds = testSeconds(pictures, modelCost(card, 'head', classes), speed);
  return task(card, 'test', `test ${depth}`, seconds, pictures);
}

function task(
  card: Card,
  phase: TrainPhase,
  key: string,
  seconds: number,
  total: number,
): Forecast {
  return { backbone: card.id, phase, key, seconds, total };
}

function corrected(task: Forecast, speed: Speed): Forecast {
  return { ...task, seconds: task.seconds * correction(`${task.backbone}/${task.key}`, speed) };
}

function correction(key: string, { corrections }: Speed): number {
  return corrections[key] ?? 1;
}

function rows(partition: Partition): number {
  return notTested(partition).length;
}

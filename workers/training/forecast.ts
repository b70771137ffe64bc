import type { TrainPhase } from '../../core/contract/trainer';
import type { Depth } from '../../core/run';
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
import { HEAD_STRENGTHS } from './defaults';
import { headFits } from './head';
import type { Plan } from './options';
import type { Partition } from './partition';

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
  /** Whose last stage is trained where the user named no depth. */
  leaders: readonly string[];
}

/** Everything an experiment will do, as far as it is known. */
export function forecast(question: Question): Forecast[] {
  return question.plan.backbones.flatMap((card) => [
    ...headForecast(question, card),
    ...tailForecast(question, card),
  ]);
}

/** Without a word from the user, deeper tails may take this long, or twice as long as the heads. */
const LEAST_TAIL_BUDGET_SECONDS = 50;
const TAIL_BUDGET_PER_HEAD_SECOND = 2;

/** Seconds that the default plan gives to deeper tails. */
export function tailBudget(headSeconds: number): number {
  return Math.max(LEAST_TAIL_BUDGET_SECONDS, TAIL_BUDGET_PER_HEAD_SECOND * headSeconds);
}

/** Before heads are compared: whose tails will fit the budget, taken in the plan's order. */
export function likelyLeaders(question: Question, engines: number, budget = tailBudget): string[] {
  const { backbones } = question.plan;
  const seconds = (tasks: Forecast[]) =>
    tasks.reduce((sum, task) => sum + task.seconds, 0) / engines;
  let left = budget(seconds(backbones.flatMap((card) => headForecast(question, card))));
  return backbones
    .filter((card, i) => {
      const cost = seconds(tailForecast({ ...question, leaders: [card.id] }, card));
      if (i > 0 && cost > left) return false;
      left -= cost;
      return true;
    })
    .map(({ id }) => id);
}

/** Engine-seconds of fine-tuning one backbone: activations at the cut, training. */
export function tailForecast(question: Question, card: Card): Forecast[] {
  const { plan, partition, classes, speed, leaders } = question;
  const depth = plan.depth ?? 'last-stage';
  if (depth === 'head' || !(plan.depth || leaders.includes(card.id))) return [];
  const model = modelCost(card, depth, classes);
  const settings = plan.settings(card, depth, partition.scheme);
  const pictures = rows(partition);
  return [
    task(card, 'features', `features ${depth}`, featureSeconds(pictures, model, speed), pictures),
    task(
      card,
      'fine-tune',
      'fine-tune',
      tailSeconds(partition, settings, model, speed),
      tailEpochs(partition, settings),
    ),
    testForecast(question, card, depth),
  ].map((one) => corrected(one, speed));
}

function headForecast(question: Question, card: Card): Forecast[] {
  const { plan, partition, classes, speed } = question;
  const model = modelCost(card, 'head', classes);
  const pictures = rows(partition);
  const fits = headFits(partition, HEAD_STRENGTHS);
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

function corrected(task: Forecast, { corrections }: Speed): Forecast {
  const factor = corrections[`${task.backbone}/${task.key}`] ?? 1;
  return { ...task, seconds: task.seconds * factor };
}

function rows(partition: Partition): number {
  return partition.scheme === 'k-fold'
    ? partition.final.length
    : partition.final.length + partition.scored.length;
}

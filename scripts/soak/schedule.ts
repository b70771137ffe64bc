import { createRandom } from '../../core/random';

export const phases = ['import', 'training', 'export'] as const;
export type Phase = (typeof phases)[number];

export const faults = [
  'crash',
  'close',
  'quota',
  'second tab',
  'frozen',
  'offline',
  'update',
  'gpu',
] as const;
export type Fault = (typeof faults)[number];

export interface Round {
  phase: Phase;
  fault: Fault;
  /** How far the phase has come when the fault strikes: 0..1. */
  moment: number;
}

/**
 * `count` rounds: every fault meets every phase equally often (a whole cycle before any comes again), in
 * an order and at moments that follow from `seed`. Training on a GPU is all that losing one can meet.
 */
export function schedule(count: number, seed: number, gpu: boolean): Round[] {
  const random = createRandom(seed);
  const pairs = gpu
    ? [{ phase: 'training' as Phase, fault: 'gpu' as Fault }]
    : phases.flatMap((phase) =>
        faults.filter((fault) => fault !== 'gpu').map((fault) => ({ phase, fault })),
      );
  const rounds: Round[] = [];
  while (rounds.length < count) {
    const cycle = pairs.map((pair) => ({ ...pair, moment: random.uniform() }));
    rounds.push(...random.shuffle(cycle));
  }
  return rounds.slice(0, count);
}

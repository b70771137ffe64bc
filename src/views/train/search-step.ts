import type { Experiment, Run } from '../../../core/run';
import type { TrainProgress } from '../../state/experiment-events';
import { starters } from '../compare/backbone';

/** What a search is at: heads, short trials of deeper tails, the best of them to the end, the test. */
export type SearchStep = 'heads' | 'search' | 'deeper' | 'test';

/** `runs`: those of the experiment being trained. A trial is fine-tuned without being a run yet. */
export function searchStep(
  progress: Pick<TrainProgress, 'phase'>,
  runs: readonly Pick<Run, 'depth' | 'status'>[],
  { preset, backbones = starters }: Experiment['options'],
): SearchStep {
  if (progress.phase === 'test') return 'test';
  if (runs.some(({ depth }) => depth !== 'head')) return 'deeper';
  const ended = runs.filter(({ status }) => status !== 'running').length;
  const headsDone = ended >= backbones.length && preset !== 'quick';
  return progress.phase === 'fine-tune' || headsDone ? 'search' : 'heads';
}

import { type Accessor, createMemo, createResource } from 'solid-js';
import type { Run } from '../../core/run';
import type { Store, StoredPredictions } from '../../core/store/types';
import { type Answer, answers } from './experiment-mistakes';

/** A picture the run was measured on, with what the run said of it. */
export interface MeasuredPicture extends Answer {
  split: 'validation' | 'test';
  right: boolean;
}

/** Mistakes first, then right answers, each with the surest first: those show most. */
export function measuredPictures(stored: StoredPredictions): MeasuredPicture[] {
  const all = (['test', 'validation'] as const).flatMap((split) => {
    const predicted = stored[split];
    if (!predicted) return [];
    return answers(predicted, stored.classes).map((answer) => ({
      ...answer,
      split,
      right: answer.said === answer.label,
    }));
  });
  return all.sort((a, b) => Number(a.right) - Number(b.right) || b.confidence - a.confidence);
}

/** Of the run at hand; undefined while they are read, null where they were not kept. */
export function createMeasuredPictures(
  store: Promise<Store>,
  run: Accessor<Run | null>,
): Accessor<readonly MeasuredPicture[] | null | undefined> {
  // Read again once there are answers on the test split too.
  const wanted = createMemo(
    () => {
      const now = run();
      return now && { id: now.id, tested: now.test !== null };
    },
    null,
    { equals: (a, b) => a?.id === b?.id && a?.tested === b?.tested },
  );
  const [read] = createResource(wanted, async ({ id }) => {
    const stored = await (await store).artifacts.get<StoredPredictions>(`run/${id}/predictions`);
    return { id, pictures: stored ? measuredPictures(stored) : null };
  });
  return () => {
    if (read.error) return null;
    // Without suspending the view, which would take the picture being looked at off the page.
    const latest = read.latest;
    return latest && latest.id === run()?.id ? latest.pictures : undefined;
  };
}

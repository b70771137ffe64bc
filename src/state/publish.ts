import { type Accessor, createSignal } from 'solid-js';
import type { ExportProgress } from '../../core/contract/export';
import type { Published, PublishOptions, PublishProgress } from '../../core/contract/publish';
import { LensmithError } from '../../core/errors';
import { exportModel } from '../bridge/export';
import { publishBundle } from '../bridge/publish';
import type { ActivityState } from './activity';
import { createPace } from './pace';
import type { Services } from './services';

export type Publishing =
  | { phase: 'making'; done: number; total: number | null }
  | (PublishProgress & { remainingSeconds: number | null });

/** One bundle on its way to the Hub; made anew for each opening of the dialog. */
export interface PublishState {
  running: Accessor<Publishing | null>;
  published: Accessor<Published | null>;
  error: Accessor<unknown>;
  /** Makes the run's bundle and pushes it. Never rejects: `error` tells. */
  start(runId: string, options: PublishOptions): Promise<void>;
  stop(): void;
}

export function createPublish(
  { formats }: Pick<Services, 'formats'>,
  activity: Pick<ActivityState, 'set'>,
): PublishState {
  const [running, setRunning] = createSignal<Publishing | null>(null);
  const [published, setPublished] = createSignal<Published | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  let stopper = new AbortController();
  return {
    running,
    published,
    error,
    async start(runId, options) {
      stopper = new AbortController();
      const { signal } = stopper;
      let ended = false;
      setError(null);
      setRunning({ phase: 'making', done: 0, total: null });
      // An update waits for it, as for every other export.
      activity.set('export', null);
      try {
        const making = ({ done, total }: ExportProgress) => {
          // What is still under way across the boundary when it has ended is no news.
          if (!ended) setRunning({ phase: 'making', done, total });
        };
        const bundle = { format: 'bundle' } as const;
        const { file } = await exportModel(formats, runId, bundle, null, making, signal);
        if (!file) throw new LensmithError('internal', { detail: 'no bundle came back' });
        const pace = createPace();
        const show = (progress: PublishProgress) => {
          if (ended) return;
          const { done, total, phase } = progress;
          const known = phase === 'uploading' ? pace(done, total) : null;
          activity.set('export', total ? done / total : null);
          setRunning({ ...progress, remainingSeconds: known?.remainingSeconds ?? null });
        };
        setPublished(await publishBundle(formats, file, options, show, signal));
      } catch (fault) {
        setError(fault);
      } finally {
        ended = true;
        activity.set('export', 'ended');
        setRunning(null);
      }
    },
    stop: () => stopper.abort(),
  };
}

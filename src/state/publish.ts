import { type Accessor, createSignal } from 'solid-js';
import type { ExportProgress } from '../../core/contract/export';
import type { Published, PublishOptions, PublishProgress } from '../../core/contract/publish';
import { makeBundle, publishBundle } from '../bridge/publish';
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

export function createPublish({ formats }: Pick<Services, 'formats'>): PublishState {
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
      setError(null);
      setRunning({ phase: 'making', done: 0, total: null });
      try {
        const making = ({ done, total }: ExportProgress) =>
          setRunning({ phase: 'making', done, total });
        const made = await makeBundle(formats, runId, making, signal);
        const pace = createPace();
        const show = (progress: PublishProgress) => {
          const { done, total, phase } = progress;
          const known = phase === 'uploading' ? pace(done, total) : null;
          setRunning({ ...progress, remainingSeconds: known?.remainingSeconds ?? null });
        };
        setPublished(await publishBundle(formats, made, options, show, signal));
      } catch (fault) {
        setError(fault);
      } finally {
        setRunning(null);
      }
    },
    stop: () => stopper.abort(),
  };
}

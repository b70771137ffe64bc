import { type Accessor, createSignal } from 'solid-js';
import type { Published, PublishOptions, PublishProgress } from '../../core/contract/publish';
import { publishBundle } from '../bridge/publish';
import { createPace } from './pace';
import type { Services } from './services';

export type Publishing =
  | { phase: 'making' }
  | (PublishProgress & { remainingSeconds: number | null });

/** One bundle on its way to the Hub; made anew for each opening of the dialog. */
export interface PublishState {
  running: Accessor<Publishing | null>;
  published: Accessor<Published | null>;
  error: Accessor<unknown>;
  /** `bundle` makes the ZIP that goes there. Never rejects: `error` tells. */
  start(bundle: (signal: AbortSignal) => Promise<Blob>, options: PublishOptions): Promise<void>;
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
    async start(bundle, options) {
      stopper = new AbortController();
      const { signal } = stopper;
      setError(null);
      setRunning({ phase: 'making' });
      try {
        const made = await bundle(signal);
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

import { type Accessor, createResource, createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import {
  type Backbones,
  type BackboneWeights,
  type DownloadProgress,
  type HubWeights,
  type UsedBackbones,
  usedBackbones,
} from '../../core/contract/backbones';
import { downloadBackbone } from '../bridge/backbones';
import { createPace } from './pace';
import type { Services } from './services';

/** What the page knows of one repository on the Hub. */
export type HubState =
  | { step: 'asking' }
  | { step: 'known'; weights: HubWeights }
  | {
      step: 'downloading';
      progress: DownloadProgress;
      rate: number | null;
      remainingSeconds: number | null;
      stopping: boolean;
    }
  | { step: 'failed'; error: unknown };

export interface BackbonesState {
  /** Before `all` is wanted: starts the formats worker, which everything but `used` needs. */
  open(): void;
  /** Undefined until first read. */
  all: Accessor<Backbones | undefined>;
  error: Accessor<unknown>;
  /** Card ids by architecture, where another than the starter is trained. */
  used: Accessor<UsedBackbones>;
  /** By repository; absent: not asked. */
  hub: Readonly<Record<string, HubState>>;
  ask(repo: string): Promise<void>;
  /** Null where it was stopped or failed, which `hub` then tells. */
  download(repo: string): Promise<BackboneWeights | null>;
  stop(repo: string): void;
  discard(repo: string): Promise<void>;
  use(id: string): Promise<void>;
  /** Back to the starter, or to nothing where there is none. */
  stopUsing(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** After something else has stored weights. */
  refresh(): Promise<void>;
}

/** Which weights networks start from; downloads go on whatever view is open. */
export function createBackbones({
  formats,
  store,
}: Pick<Services, 'formats' | 'store'>): BackbonesState {
  const [opened, setOpened] = createSignal(false);
  const [wanted, { refetch }] = createResource(opened, () =>
    formats.call((api) => api.backbones()),
  );
  const [used, { refetch: refetchUsed }] = createResource(async () => {
    return (await (await store).artifacts.get<UsedBackbones>(usedBackbones)) ?? {};
  });
  const [hub, setHub] = createStore<Record<string, HubState>>({});
  const stoppers = new Map<string, AbortController>();
  const refresh = async () => {
    await Promise.all([refetch(), refetchUsed()]);
  };
  const put = (repo: string, state: HubState | undefined) => setHub(repo, state!);

  return {
    open: () => setOpened(true),
    all: () => (wanted.error ? undefined : wanted.latest),
    error: () => wanted.error,
    used: () => (used.error ? {} : (used.latest ?? {})),
    hub,
    async ask(repo) {
      put(repo, { step: 'asking' });
      try {
        const weights = await formats.call((api) => api.hubWeights(repo));
        put(repo, { step: 'known', weights });
      } catch (error) {
        put(repo, { step: 'failed', error });
      }
    },
    async download(repo) {
      const stopper = new AbortController();
      stoppers.set(repo, stopper);
      const pace = createPace();
      const show = (progress: DownloadProgress) => {
        // What is still under way across the boundary when it has ended is no news.
        if (stoppers.get(repo) !== stopper) return;
        const { phase, done, total } = progress;
        const known = phase === 'downloading' ? pace(done, total) : null;
        put(repo, {
          step: 'downloading',
          progress,
          rate: known?.rate ?? null,
          remainingSeconds: known?.remainingSeconds ?? null,
          stopping: stopper.signal.aborted,
        });
      };
      show({ phase: 'downloading', done: 0, total: 0 });
      try {
        const stored = await downloadBackbone(formats, repo, show, stopper.signal);
        stoppers.delete(repo);
        put(repo, undefined);
        return stored;
      } catch (error) {
        stoppers.delete(repo);
        put(repo, { step: 'failed', error });
        return null;
      } finally {
        await refresh();
      }
    },
    stop(repo) {
      stoppers.get(repo)?.abort();
      const state = hub[repo];
      if (state?.step === 'downloading') put(repo, { ...state, stopping: true });
    },
    async discard(repo) {
      await formats.call((api) => api.discardDownload(repo));
      put(repo, undefined);
      await refresh();
    },
    async use(id) {
      await formats.call((api) => api.useBackbone(id));
      await refresh();
    },
    async stopUsing(id) {
      await formats.call((api) => api.stopUsing(id));
      await refresh();
    },
    async remove(id) {
      await formats.call((api) => api.removeBackbone(id));
      await refresh();
    },
    refresh,
  };
}

/** What was written or removed; `id` is a dataset's, experiment's or run's. */
export interface StoreChange {
  kind: 'datasets' | 'experiments' | 'runs' | 'metrics';
  id: string;
}

/** Tells every subscriber, in this context, other tabs and workers. */
export type Announce = (kind: StoreChange['kind'], id: string) => void;

function channelName(store: string): string {
  return `${store}-store`;
}

export function createAnnouncer(store: string): { announce: Announce; close(): void } {
  const channel = new BroadcastChannel(channelName(store));
  return {
    announce: (kind, id) => channel.postMessage({ kind, id } satisfies StoreChange),
    close: () => channel.close(),
  };
}

/**
 * Calls `listener` after every committed change of the store, whoever made it, this context
 * included: a BroadcastChannel skips only the object that posts. Returns the end of it.
 */
export function subscribe(listener: (change: StoreChange) => void, store = 'lensmith'): () => void {
  const channel = new BroadcastChannel(channelName(store));
  channel.onmessage = (event: MessageEvent<StoreChange>) => listener(event.data);
  return () => channel.close();
}

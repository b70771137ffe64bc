import type { JournalEntry } from './schema';

/** Without Web Locks (insecure contexts): a writer this long without a batch is taken for dead. */
const SILENCE_MS = 60 * 60 * 1000;

const writersHere = new Set<string>();

/** Marks a writer as alive, in every tab and worker, until the returned function is called. */
export async function holdWriterLock(id: string): Promise<() => void> {
  writersHere.add(id);
  const locks = webLocks();
  let release = () => {};
  if (locks) {
    await new Promise<void>((granted, failed) => {
      locks
        .request(lockName(id), () => {
          granted();
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        })
        .catch(failed);
    });
  }
  return () => {
    writersHere.delete(id);
    release();
  };
}

/** Runs `action` unless the entry's writer is alive somewhere. */
export async function ifAbandoned(entry: JournalEntry, action: () => Promise<void>): Promise<void> {
  if (writersHere.has(entry.id)) return;
  const locks = webLocks();
  if (locks) {
    await locks.request(lockName(entry.id), { ifAvailable: true }, async (lock) => {
      if (lock) await action();
    });
  } else if (Date.now() - entry.touchedAt > SILENCE_MS) {
    await action();
  }
}

function lockName(id: string): string {
  return `lensmith-store-writer/${id}`;
}

function webLocks(): LockManager | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.locks;
}

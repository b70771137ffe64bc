import { uniqueId } from '../../core/unique-id';
export interface ImportMarks {
  /** Notes that `name` is being imported; returns what takes the note away again. */
  begin(name: string): () => void;
  /** Names of imports that ended with their tab; told once. */
  cutOff(): Promise<string[]>;
}

const prefix = 'lensmith.importing.';
const lockName = (key: string) => `${prefix}${key}`;

/**
 * Notes that outlive a tab that crashes or is closed in mid-import. Whether its tab still lives says
 * a Web Lock: without those (insecure addresses) nothing can be told, and nothing is noted.
 */
export function createImportMarks(
  storage: Storage | null = storageOf(window),
  locks: LockManager | null = navigator.locks ?? null,
): ImportMarks {
  if (!storage || !locks) return { begin: () => () => {}, cutOff: async () => [] };
  return {
    begin(name) {
      const key = uniqueId();
      let ended = false;
      let end = () => {};
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      // Noted once the lock is held: another tab that opens now must not take it for dead.
      const noted = locks.request(lockName(key), () => {
        if (!ended) storage.setItem(prefix + key, name);
        return over;
      });
      noted.catch(() => {});
      return () => {
        ended = true;
        storage.removeItem(prefix + key);
        end();
      };
    },
    async cutOff() {
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter(
        (key) => key.startsWith(prefix),
      );
      const names = await Promise.all(
        keys.map((key) =>
          locks.request(lockName(key.slice(prefix.length)), { ifAvailable: true }, (lock) => {
            if (!lock) return null;
            const name = storage.getItem(key);
            storage.removeItem(key);
            return name;
          }),
        ),
      );
      return names.filter((name) => name !== null);
    },
  };
}

/** Null where the browser refuses it. */
function storageOf(page: Window): Storage | null {
  try {
    return page.localStorage;
  } catch {
    return null;
  }
}

import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { LensmithError } from '../errors';
import { storeFault } from './faults';
import { migrations } from './migrations';
import type { Migration } from './migrations/migration';
import type { Database, Schema, StoreTuple, Transaction } from './schema';

/** How long an older tab may take to let go before the newer one gives up. */
const BLOCKED_MS = 10_000;

/** Transactions on one database. Every rejection is a LensmithError. */
export interface Connection {
  /** `body` awaits nothing but requests of its transaction. */
  read<Names extends StoreTuple, T>(
    stores: Names,
    body: (tx: Transaction<Names, 'readonly'>) => Promise<T>,
  ): Promise<T>;
  /**
   * All of `body` or nothing; resolves when committed. `strict` waits until the disk has it, and
   * with it everything written before.
   */
  write<Names extends StoreTuple, T>(
    durability: 'strict' | 'relaxed',
    stores: Names,
    body: (tx: Transaction<Names, 'readwrite'>) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

/**
 * Opens (and migrates) the database. A connection the browser ended is opened again; one that made
 * way for a newer version answers storeOutdated from then on.
 * Throws storageUnavailable, storeOutdated, storeBlocked.
 */
export async function connect(
  name: string,
  steps: readonly Migration[] = migrations,
): Promise<Connection> {
  let opened: Promise<Database> | null = null;
  let gone: LensmithError | null = null;

  function database(): Promise<Database> {
    if (gone) return Promise.reject(gone);
    opened ??= open(name, steps, {
      onTerminated() {
        opened = null;
      },
      onVersionChange(newVersion) {
        opened = null;
        // null: the database is being deleted, and can be made afresh.
        if (newVersion !== null) gone = new LensmithError('storeOutdated');
      },
    }).catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  async function transact<Names extends StoreTuple, Mode extends 'readonly' | 'readwrite', T>(
    stores: Names,
    mode: Mode,
    durability: 'strict' | 'relaxed',
    body: (tx: Transaction<Names, Mode>) => Promise<T>,
  ): Promise<T> {
    const db = await database();
    let tx: Transaction<Names, Mode> | null = null;
    try {
      tx = db.transaction(stores, mode, { durability });
      const [value] = await Promise.all([body(tx), tx.done]);
      return value;
    } catch (error) {
      // A failed body must not leave what it wrote before to commit by itself.
      const reason = tx && (await abort(tx));
      throw gone ?? storeFault(reason ?? error);
    }
  }

  await database();
  return {
    read: (stores, body) => transact(stores, 'readonly', 'relaxed', body),
    write: (durability, stores, body) => transact(stores, 'readwrite', durability, body),
    close() {
      const closing = opened;
      opened = null;
      gone = new LensmithError('internal', { detail: 'the store was closed' });
      closing?.then(
        (db) => db.close(),
        () => {},
      );
    },
  };
}

/** Ends a transaction that may have ended already; its own error says more than its requests' AbortErrors. */
async function abort(
  tx: Pick<IDBPTransaction, 'abort' | 'done' | 'error'>,
): Promise<DOMException | null> {
  try {
    tx.abort();
  } catch {
    // It had ended.
  }
  await tx.done.catch(() => {});
  return tx.error;
}

interface Events {
  onTerminated(): void;
  onVersionChange(newVersion: number | null): void;
}

/** Rejects with storageUnavailable, storeOutdated, storeBlocked or what a migration threw. */
async function open(name: string, steps: readonly Migration[], events: Events): Promise<Database> {
  if (typeof indexedDB === 'undefined') throw new LensmithError('storageUnavailable');
  let opening: Promise<Database> | undefined;
  let migrationError: unknown = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let giveUp = (_reason: LensmithError) => {};
  const gaveUp = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  try {
    opening = openDB<Schema>(name, steps.at(-1)!.version, {
      upgrade(db, oldVersion, _newVersion, tx) {
        // idb awaits neither an upgrade nor its transaction: the open request tells of both.
        tx.done.catch(() => {});
        migrate(db as never, tx as never, steps, oldVersion).catch((error) => {
          migrationError = error;
          tx.abort();
        });
      },
      blocked() {
        timer = setTimeout(() => giveUp(new LensmithError('storeBlocked')), BLOCKED_MS);
      },
      blocking(_current, blockedVersion, event) {
        (event.target as IDBDatabase).close();
        events.onVersionChange(blockedVersion);
      },
      terminated: events.onTerminated,
    });
    return await Promise.race([opening, gaveUp]);
  } catch (error) {
    // Given up on, it may still open later, and would then stand in the way of others.
    opening?.then(
      (db) => db.close(),
      () => {},
    );
    throw migrationError ? storeFault(migrationError) : openFault(error);
  } finally {
    clearTimeout(timer);
  }
}

function openFault(error: unknown): LensmithError {
  const refused =
    error instanceof Error &&
    (/^(InvalidState|Security)Error$/.test(error.name) ||
      // Chromium's word for it in another site's frame whose storage is blocked.
      (error.name === 'UnknownError' && /denied permission/.test(error.message)));
  return refused
    ? new LensmithError('storageUnavailable', {}, { cause: error })
    : storeFault(error);
}

async function migrate(
  db: IDBPDatabase,
  tx: IDBPTransaction<unknown, string[], 'versionchange'>,
  steps: readonly Migration[],
  from: number,
): Promise<void> {
  for (const step of steps) {
    if (step.version > from) await step.migrate(db, tx);
  }
}

import type { IDBPDatabase, IDBPTransaction } from 'idb';

/**
 * One step from the version before. It sees the database untyped, as it was then: the types of
 * `schema.ts` move on. Once released, a step is never edited.
 */
export interface Migration {
  version: number;
  /** May await requests of `tx` only: anything else ends the transaction. */
  migrate(
    db: IDBPDatabase,
    tx: IDBPTransaction<unknown, string[], 'versionchange'>,
  ): void | Promise<void>;
}

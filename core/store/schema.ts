import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Dataset, Picture } from '../dataset';
import type { Experiment, Metric, Run } from '../run';
import type { PictureForm } from './types';

/** Bytes of one stored piece: browsers fail near 2 GB values and copy every value they are given. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** Piece `part` of one stored form of a picture. */
export type BlobKey = [datasetId: string, form: PictureForm, ordinal: number, part: number];

/**
 * ArrayBuffers rather than Blobs: small values then sit in the database's own pages, where a list of
 * thumbnails reads them without opening a file each.
 */
export interface BlobPart {
  data: ArrayBuffer;
  /** MIME type of the whole. */
  type: string;
  /** Pieces of the whole. */
  parts: number;
}

/** A typed array that was lifted out of an artifact's value. */
export interface LiftedArray {
  /** Where it belongs in the value; empty for the value itself. */
  path: (string | number)[];
  /** Name of its constructor: `Float32Array`, ... */
  type: string;
  bytes: number;
}

/** The pointer that makes an artifact's chunks visible. */
export interface ArtifactRecord {
  /** First component of the chunks' keys; new at every `put`. */
  version: string;
  /** The value with null where an array was lifted out. */
  skeleton: unknown;
  /** In the order in which their bytes follow one another in the chunks. */
  arrays: LiftedArray[];
  bytes: number;
}

/** Something half written or half removed; what it names is invisible and can be discarded. */
export interface JournalEntry {
  /** Dataset id or artifact version. */
  id: string;
  kind: 'dataset' | 'artifact';
  /** Milliseconds since the epoch, of the last batch. */
  touchedAt: number;
}

/** The newest schema; `migrations` says how it came about. */
export interface Schema extends DBSchema {
  datasets: { key: string; value: Dataset; indexes: { hash: string } };
  pictures: { key: [datasetId: string, ordinal: number]; value: Picture };
  blobs: { key: BlobKey; value: BlobPart };
  experiments: { key: string; value: Experiment; indexes: { datasetId: string } };
  runs: { key: string; value: Run; indexes: { experimentId: string; datasetId: string } };
  metrics: { key: [runId: string, key: string, step: number]; value: Metric };
  artifacts: { key: string; value: ArtifactRecord };
  chunks: { key: [version: string, part: number]; value: ArrayBuffer };
  journal: { key: string; value: JournalEntry };
  settings: { key: 'currentDataset'; value: string };
}

export type StoreName = StoreNames<Schema>;
export type Database = IDBPDatabase<Schema>;
/** A tuple, so that a transaction over one store has its `store`. */
export type StoreTuple = [StoreName, ...StoreName[]];
export type Transaction<
  Names extends StoreTuple,
  Mode extends IDBTransactionMode,
> = IDBPTransaction<Schema, Names, Mode>;

/** All keys `[id, ...]`: arrays sort after numbers and strings. */
export function within(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

/** All string keys that begin with `prefix`. */
export function startingWith(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

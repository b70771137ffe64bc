import { expectTypeOf, test } from 'vitest';
import type { WireError } from '../errors';
import type { Store, StoredPredictions } from '../store/types';
import type { EngineApi, TailState } from './engine';
import type { FormatsApi } from './formats';
import type { IngestApi } from './ingest';
import type { TrainerApi } from './trainer';

/** Checked by `npm run typecheck`: what crosses to a worker has to survive a structured clone. */

type Leaf =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  // biome-ignore lint/suspicious/noConfusingVoidType: what methods without a result return
  | void
  | Date
  | Blob
  | FileSystemHandle
  | ArrayBuffer
  | ArrayBufferView;

/** The parts of `T` that a structured clone refuses or changes; never if there are none. */
type Uncloneable<T> = unknown extends T
  ? T
  : T extends Leaf
    ? never
    : T extends (...args: never[]) => unknown
      ? T
      : T extends symbol
        ? T
        : T extends readonly (infer Item)[]
          ? Uncloneable<Item>
          : T extends Map<infer Key, infer Value>
            ? Uncloneable<Key> | Uncloneable<Value>
            : T extends object
              ? { [K in keyof T]-?: Uncloneable<T[K]> }[keyof T]
              : T;

/** A callback crosses as a proxy: its arguments are cloned, its result is not waited for. */
type Argument<T> = T extends (...args: infer P) => unknown ? Uncloneable<P> : Uncloneable<T>;

type Method<T> = T extends (...args: infer P) => infer Result
  ? { [I in keyof P]-?: Argument<P[I]> }[number] | Uncloneable<Awaited<Result>>
  : T;

/** Likewise for a worker's whole interface. */
type UncloneableApi<Api> = { [K in keyof Api]: Method<Api[K]> }[keyof Api];

test('the check finds what does not clone, however deep', () => {
  expectTypeOf<Uncloneable<{ a: (() => void)[] }>>().not.toBeNever();
  expectTypeOf<Uncloneable<{ a?: { b: symbol } }>>().not.toBeNever();
  expectTypeOf<Uncloneable<{ a: unknown }>>().not.toBeNever();
  expectTypeOf<UncloneableApi<{ m(): Promise<{ f(): void }> }>>().not.toBeNever();
  expectTypeOf<UncloneableApi<{ m(cb: (x: { f(): void }) => void): void }>>().not.toBeNever();
  expectTypeOf<UncloneableApi<{ m(cb: (x: number) => void): void }>>().toBeNever();
  expectTypeOf<UncloneableApi<Store['runs']>>().toBeNever();
});

test('every worker takes and gives what clones', () => {
  expectTypeOf<UncloneableApi<IngestApi>>().toBeNever();
  expectTypeOf<UncloneableApi<TrainerApi>>().toBeNever();
  expectTypeOf<UncloneableApi<FormatsApi>>().toBeNever();
  expectTypeOf<UncloneableApi<EngineApi>>().toBeNever();
});

test('so do errors and artifacts', () => {
  expectTypeOf<Uncloneable<WireError>>().toBeNever();
  expectTypeOf<Uncloneable<TailState>>().toBeNever();
  expectTypeOf<Uncloneable<StoredPredictions>>().toBeNever();
});

import type {
  DeviceReport,
  EngineApi,
  EngineOptions,
  ModelSpec,
  TrunkInfo,
} from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Backend } from '../../core/run';
import type { EngineHandle, SpawnEngine } from './engine-handle';

/** More single-threaded engines than this only compete for memory bandwidth. */
const MOST_ENGINES = 8;

export interface UseOptions {
  /** Lower goes first when engines are short. */
  priority?: number;
  signal?: AbortSignal;
  /** How often the work may start again on a fresh engine after a crash; it must then be repeatable. */
  retries?: number;
  /** Whoever asks has a smaller form of the work, so it is not tried again when memory runs out. */
  smaller?: boolean;
}

/** Training went on elsewhere. */
export interface Fallback {
  from: Backend;
  to: Backend;
}

/** A GPU that was lost so often is given up. */
const MOST_LOSSES = 2;

interface Slot {
  readonly handle: EngineHandle;
  readonly backend: Backend | undefined;
  readonly opened: Promise<DeviceReport>;
  busy: boolean;
  model: string | null;
  info: TrunkInfo | null;
}

interface Waiter {
  readonly model: string | null;
  readonly priority: number;
  readonly signal: AbortSignal | undefined;
  grant(slot: Slot): void;
  refuse(error: LensmithError): void;
}

/**
 * Engines on demand, each lent to one piece of work at a time. An engine that has the wanted model
 * loaded is preferred; an idle engine with another model is reloaded; a missing one is spawned.
 */
export class EnginePool {
  /** Called once, when the pool has given up its backend for another. */
  onFallback: (fallback: Fallback) => void = () => {};
  readonly #spawn: SpawnEngine;
  readonly #asked: number | undefined;
  #options: EngineOptions;
  #device: DeviceReport;
  #size: number;
  #losses = 0;
  #moving: Promise<void> | null = null;
  #slots: Slot[];
  #waiters: Waiter[] = [];
  #closed = false;
  /** Rejects when the pool is closed: what an ended engine was doing would never settle. */
  readonly #closing: Promise<never>;
  #refuseAll: (error: LensmithError) => void = () => {};

  private constructor(
    spawn: SpawnEngine,
    options: EngineOptions,
    first: Slot,
    device: DeviceReport,
    asked: number | undefined,
  ) {
    this.#spawn = spawn;
    this.#options = options;
    this.#slots = [first];
    this.#device = device;
    this.#asked = asked;
    this.#size = sizeFor(device, asked);
    this.#closing = new Promise((_, reject) => {
      this.#refuseAll = reject;
    });
    this.#closing.catch(() => {});
  }

  /**
   * Opens the first engine, whose choice of backend all others follow.
   * Throws webgpuUnavailable, noBackend, workerCrashed.
   */
  static async open(
    spawn: SpawnEngine,
    options: EngineOptions,
    size?: number,
  ): Promise<EnginePool> {
    const first = makeSlot(spawn, options);
    try {
      const device = await orCrash(first.handle, first.opened);
      const same = device.backend === 'cpu' ? options : { ...options, backend: device.backend };
      return new EnginePool(spawn, same, first, device, size);
    } catch (error) {
      first.handle.end();
      throw error;
    }
  }

  /** Of the backend that works now. */
  get device(): DeviceReport {
    return this.#device;
  }

  /** How many engines work side by side. */
  get size(): number {
    return this.#size;
  }

  /**
   * Spawns all engines, which otherwise come when they are needed, and loads `model` into those that
   * stay idle meanwhile. What fails here fails again, and is told, when the engine is used.
   */
  prepare(model: ModelSpec): void {
    while (this.#slots.length < this.#size) this.#slots.push(makeSlot(this.#spawn, this.#options));
    for (const slot of this.#slots) {
      if (slot.busy) continue;
      slot.busy = true;
      this.#work(slot, (slot) => this.#loaded(slot, model), {}).catch(() => {});
    }
  }

  /** Lends an engine with `model` loaded. A crash inside rejects with workerCrashed. */
  async use<T>(
    model: ModelSpec,
    work: (engine: EngineApi, info: TrunkInfo) => Promise<T>,
    options: UseOptions = {},
  ): Promise<T> {
    return this.#lend(modelKey(model), options, async (slot) => {
      const info = await this.#loaded(slot, model);
      return work(slot.handle.api, info);
    });
  }

  /** Lends any engine; the work may load what it likes into it. */
  async useAny<T>(work: (engine: EngineApi) => Promise<T>, options: UseOptions = {}): Promise<T> {
    return this.#lend(null, options, async (slot) => {
      slot.model = null;
      return work(slot.handle.api);
    });
  }

  /**
   * Shards `items` dynamically: every engine takes the next when it is done with the last.
   * Stops handing out at the first failure and rejects with it once all lent engines are back.
   */
  async map<T, R>(
    model: ModelSpec,
    items: readonly T[],
    work: (engine: EngineApi, item: T, info: TrunkInfo) => Promise<R>,
    options: UseOptions = {},
  ): Promise<R[]> {
    const results = new Array<R>(items.length);
    let next = 0;
    let failed = false;
    const lane = async () => {
      while (next < items.length && !failed) {
        const index = next++;
        try {
          results[index] = await this.use(
            model,
            (engine, info) => work(engine, items[index], info),
            options,
          );
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    };
    await this.#sideBySide(lane, items.length);
    return results;
  }

  /**
   * Shards `items` as `map` does, in two stages: while an engine works on one item it prepares the
   * next. It is given back between items when somebody of a higher priority waits. An item may be
   * prepared again, and worked on again after a crash.
   */
  async stream<T, P>(
    model: ModelSpec,
    items: readonly T[],
    prepare: (engine: EngineApi, item: T, info: TrunkInfo) => Promise<P>,
    work: (engine: EngineApi, item: T, prepared: Promise<P>, info: TrunkInfo) => Promise<void>,
    options: UseOptions = {},
  ): Promise<void> {
    const queue = [...items];
    let failed = false;
    const lane = async () => {
      /** Begun and not finished: what a crash leaves. */
      const begun: T[] = [];
      const run = async (engine: EngineApi, info: TrunkInfo) => {
        queue.unshift(...begun.splice(0));
        const begin = () => {
          if (failed || queue.length === 0) return null;
          const [item] = queue.splice(0, 1);
          begun.push(item);
          const prepared = prepare(engine, item, info);
          // Awaited by `work`, unless the item before it fails.
          prepared.catch(() => {});
          return { item, prepared };
        };
        for (let current = begin(); current; ) {
          const next = this.#wanted(options.priority) ? null : begin();
          await work(engine, current.item, current.prepared, info);
          begun.splice(begun.indexOf(current.item), 1);
          current = this.#wanted(options.priority) ? null : next;
        }
        queue.unshift(...begun.splice(0));
      };
      while (queue.length > 0 && !failed) {
        try {
          await this.use(model, run, options);
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    };
    await this.#sideBySide(lane, items.length);
  }

  /** Ends engines nobody is using; the next use spawns fresh ones. */
  recycle(): void {
    for (const slot of this.#slots) if (!slot.busy) slot.handle.end();
    this.#slots = this.#slots.filter((slot) => slot.busy);
  }

  /**
   * After a signal was aborted: refuses who waits with it, and tells every engine to leave `job`.
   * Work between batches stops by the signal itself.
   */
  cancel(job: string): void {
    const leaving = this.#waiters.filter(({ signal }) => signal?.aborted);
    this.#waiters = this.#waiters.filter((waiter) => !leaving.includes(waiter));
    for (const waiter of leaving) waiter.refuse(new LensmithError('cancelled'));
    for (const slot of this.#slots) if (slot.busy) slot.handle.api.cancel(job);
  }

  /** Ends all engines, busy or not; what they did and who waits is refused with `cancelled`. */
  close(): void {
    this.#closed = true;
    for (const slot of this.#slots) slot.handle.end();
    this.#slots = [];
    const error = new LensmithError('cancelled');
    this.#refuseAll(error);
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(error);
  }

  /** A lane for every engine, at most `most`; once all have ended, rejects as the first that failed. */
  async #sideBySide(lane: () => Promise<void>, most: number): Promise<void> {
    const lanes = Array.from({ length: Math.min(this.size, most) }, lane);
    const settled = await Promise.allSettled(lanes);
    for (const lane of settled) if (lane.status === 'rejected') throw lane.reason;
  }

  async #loaded(slot: Slot, model: ModelSpec): Promise<TrunkInfo> {
    if (slot.model !== modelKey(model) || !slot.info) {
      slot.model = null;
      slot.info = await slot.handle.api.load(model);
      slot.model = modelKey(model);
    }
    return slot.info;
  }

  async #lend<T>(
    model: string | null,
    options: UseOptions,
    work: (slot: Slot) => Promise<T>,
  ): Promise<T> {
    const slot = await this.#acquire(model, options);
    const { backend } = this.#device;
    try {
      return await this.#work(slot, work, options);
    } catch (error) {
      const code = error instanceof LensmithError ? error.code : null;
      if (this.#closed || options.signal?.aborted || !isFatal(code)) throw error;
      const { retries } = options;
      if (retries === undefined) throw error;
      // Whoever is thrown off with a backend that is given up has not failed by itself.
      if (this.#device.backend !== backend) return this.#lend(model, options, work);
      if (retries === 0 || (code === 'outOfMemory' && options.smaller)) throw error;
      // Fewer engines leave each of them more.
      if (code === 'outOfMemory') this.#size = Math.max(1, this.#size - 1);
      return this.#lend(model, { ...options, retries: retries - 1 }, work);
    }
  }

  /** Work on a busy slot, which is free afterwards, or ended where it can no longer be trusted. */
  async #work<T>(slot: Slot, work: (slot: Slot) => Promise<T>, { signal }: UseOptions): Promise<T> {
    try {
      await orCrash(slot.handle, slot.opened);
      const done = await Promise.race([orCrash(slot.handle, work(slot)), this.#closing]);
      this.#release(slot);
      return done;
    } catch (error) {
      const code = error instanceof LensmithError ? error.code : null;
      if (!isFatal(code)) this.#release(slot);
      else {
        this.#end(slot);
        if (!this.#closed && !signal?.aborted) await this.#afterLoss(code);
        this.#serve();
      }
      throw error;
    }
  }

  /** A GPU that is lost again, or not given back, is left for WASM. */
  async #afterLoss(code: string | null): Promise<void> {
    if (this.#device.backend !== 'webgpu') return;
    if (code !== 'deviceLost' && code !== 'webgpuUnavailable') return;
    this.#losses++;
    if (this.#losses < MOST_LOSSES && code === 'deviceLost') return;
    this.#moving ??= this.#move('wasm').finally(() => {
      this.#moving = null;
    });
    await this.#moving;
  }

  async #move(to: Backend): Promise<void> {
    const from = this.#device.backend;
    const options = { ...this.#options, backend: to };
    const first = makeSlot(this.#spawn, options);
    try {
      this.#device = await orCrash(first.handle, first.opened);
    } catch (error) {
      first.handle.end();
      throw error;
    }
    if (this.#closed) {
      first.handle.end();
      return;
    }
    this.#options = options;
    this.#size = sizeFor(this.#device, this.#asked);
    for (const slot of this.#slots) if (!slot.busy) slot.handle.end();
    this.#slots = [...this.#slots.filter((slot) => slot.busy), first];
    this.onFallback({ from, to });
  }

  #acquire(model: string | null, options: UseOptions): Promise<Slot> {
    if (this.#closed || options.signal?.aborted) {
      return Promise.reject(new LensmithError('cancelled'));
    }
    return new Promise((grant, refuse) => {
      const { priority = 0, signal } = options;
      const waiter: Waiter = { model, priority, signal, grant, refuse };
      const after = this.#waiters.findIndex((other) => other.priority > waiter.priority);
      this.#waiters.splice(after < 0 ? this.#waiters.length : after, 0, waiter);
      this.#serve();
    });
  }

  #wanted(priority = 0): boolean {
    return this.#waiters.some((waiter) => waiter.priority < priority);
  }

  #serve(): void {
    // What comes now is for the backend that the pool moves to.
    while (this.#waiters.length > 0 && !this.#moving) {
      const waiter = this.#waiters[0];
      const idle = this.#slots.filter((slot) => !slot.busy);
      // Reloading an engine costs more than spawning one, but not where nothing is loaded yet.
      let slot =
        idle.find((slot) => slot.model === waiter.model) ??
        idle.find((slot) => slot.model === null);
      if (!slot && this.#slots.length < this.#size) {
        slot = makeSlot(this.#spawn, this.#options);
        this.#slots.push(slot);
      }
      slot ??= idle[0];
      if (!slot) return;
      slot.busy = true;
      this.#waiters.shift();
      waiter.grant(slot);
    }
  }

  #release(slot: Slot): void {
    slot.busy = false;
    const { backend } = this.#options;
    if (slot.backend !== backend && slot.backend !== undefined) this.#end(slot);
    // Who was lent it may have more to do at once, and goes before others by its priority.
    if (this.#waiters.length > 0) setTimeout(() => this.#serve(), 0);
  }

  #end(slot: Slot): void {
    slot.handle.end();
    this.#slots = this.#slots.filter((other) => other !== slot);
  }
}

/** What an engine says before it is of no more use; a fresh one may be. */
function isFatal(code: string | null): boolean {
  return (
    code === 'workerCrashed' ||
    code === 'deviceLost' ||
    code === 'outOfMemory' ||
    code === 'webgpuUnavailable'
  );
}

function sizeFor(device: DeviceReport, asked: number | undefined): number {
  const engines = device.backend === 'webgpu' ? 1 : Math.min(MOST_ENGINES, device.cores);
  return Math.max(1, asked ?? engines);
}

function makeSlot(spawn: SpawnEngine, options: EngineOptions): Slot {
  const handle = spawn();
  const opened = handle.api.open(options);
  // Awaited by whoever is lent the slot; this only keeps an early failure from being "unhandled".
  opened.catch(() => {});
  return { handle, backend: options.backend, opened, busy: false, model: null, info: null };
}

function orCrash<T>(handle: EngineHandle, work: Promise<T>): Promise<T> {
  const crash = handle.crashed.then((error): never => {
    throw error;
  });
  crash.catch(() => {});
  return Promise.race([work, crash]);
}

function modelKey(model: ModelSpec): string {
  return [model.backbone, model.depth, model.ranges?.hash].join('/');
}

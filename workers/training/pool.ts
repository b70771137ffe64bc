import type {
  DeviceReport,
  EngineApi,
  EngineOptions,
  ModelSpec,
  TrunkInfo,
} from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { EngineHandle, SpawnEngine } from './engine-handle';

/** More single-threaded engines than this only compete for memory bandwidth. */
const MOST_ENGINES = 8;

export interface UseOptions {
  /** Lower goes first when engines are short. */
  priority?: number;
  signal?: AbortSignal;
  /** How often the work may start again on a fresh engine after a crash; it must then be repeatable. */
  retries?: number;
}

interface Slot {
  readonly handle: EngineHandle;
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
  readonly device: DeviceReport;
  readonly size: number;
  readonly #spawn: SpawnEngine;
  readonly #options: EngineOptions;
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
    size: number,
  ) {
    this.#spawn = spawn;
    this.#options = options;
    this.#slots = [first];
    this.device = device;
    this.size = size;
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
      const engines = device.backend === 'webgpu' ? 1 : Math.min(MOST_ENGINES, device.cores);
      const same = device.backend === 'cpu' ? options : { ...options, backend: device.backend };
      return new EnginePool(spawn, same, first, device, Math.max(1, size ?? engines));
    } catch (error) {
      first.handle.end();
      throw error;
    }
  }

  /** Lends an engine with `model` loaded. A crash inside rejects with workerCrashed. */
  async use<T>(
    model: ModelSpec,
    work: (engine: EngineApi, info: TrunkInfo) => Promise<T>,
    options: UseOptions = {},
  ): Promise<T> {
    return this.#lend(modelKey(model), options, async (slot) => {
      if (slot.model !== modelKey(model) || !slot.info) {
        slot.model = null;
        slot.info = await slot.handle.api.load(model);
        slot.model = modelKey(model);
      }
      return work(slot.handle.api, slot.info);
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
    const lanes = Array.from({ length: Math.min(this.size, items.length) }, lane);
    const settled = await Promise.allSettled(lanes);
    for (const lane of settled) if (lane.status === 'rejected') throw lane.reason;
    return results;
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

  async #lend<T>(
    model: string | null,
    options: UseOptions,
    work: (slot: Slot) => Promise<T>,
  ): Promise<T> {
    const slot = await this.#acquire(model, options);
    let broken = false;
    try {
      await orCrash(slot.handle, slot.opened);
      return await Promise.race([orCrash(slot.handle, work(slot)), this.#closing]);
    } catch (error) {
      const fatal =
        error instanceof LensmithError &&
        (error.code === 'workerCrashed' || error.code === 'deviceLost');
      broken = fatal;
      if (fatal && !this.#closed && !options.signal?.aborted && (options.retries ?? 0) > 0) {
        this.#drop(slot);
        return this.#lend(model, { ...options, retries: options.retries! - 1 }, work);
      }
      throw error;
    } finally {
      if (broken) this.#drop(slot);
      else this.#release(slot);
    }
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

  #serve(): void {
    while (this.#waiters.length > 0) {
      const waiter = this.#waiters[0];
      const idle = this.#slots.filter((slot) => !slot.busy);
      let slot = idle.find((slot) => slot.model === waiter.model);
      if (!slot && this.#slots.length < this.size) {
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
    this.#serve();
  }

  #drop(slot: Slot): void {
    if (!this.#slots.includes(slot)) return;
    slot.handle.end();
    this.#slots = this.#slots.filter((other) => other !== slot);
    this.#serve();
  }
}

function makeSlot(spawn: SpawnEngine, options: EngineOptions): Slot {
  const handle = spawn();
  const opened = handle.api.open(options);
  // Awaited by whoever is lent the slot; this only keeps an early failure from being "unhandled".
  opened.catch(() => {});
  return { handle, opened, busy: false, model: null, info: null };
}

function orCrash<T>(handle: EngineHandle, work: Promise<T>): Promise<T> {
  const crash = handle.crashed.then((error): never => {
    throw error;
  });
  crash.catch(() => {});
  return Promise.race([work, crash]);
}

function modelKey(model: ModelSpec): string {
  return `${model.backbone}/${model.depth}`;
}

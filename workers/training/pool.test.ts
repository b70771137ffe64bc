import { describe, expect, it } from 'vitest';
import { LensmithError } from '../../core/errors';
import type { EngineHandle } from './engine-handle';
import { EnginePool } from './pool';
import { engineInProcess } from './testing';

const model = { backbone: 'tiny_resnet', depth: 'head' } as const;
const options = { baseUrl: 'http://unused.test/' };

/** Real engines whose handles the test can kill. */
function spawner() {
  const handles: (EngineHandle & { kill(): void; ended: boolean })[] = [];
  const spawn = () => {
    const inner = engineInProcess();
    let kill = () => {};
    const crashed = new Promise<LensmithError>((resolve) => {
      kill = () => resolve(new LensmithError('workerCrashed'));
    });
    const handle = {
      api: inner.api,
      crashed,
      ended: false,
      kill,
      end() {
        handle.ended = true;
      },
    };
    handles.push(handle);
    return handle;
  };
  return { handles, spawn };
}

/** Says it is a GPU, as far as a pool can tell, unless it is asked for another backend. */
function gpu() {
  const asked: (string | undefined)[] = [];
  const spawn = () => {
    const handle = engineInProcess();
    const { open } = handle.engine;
    handle.engine.open = async (options) => {
      asked.push(options.backend);
      const onGpu = options.backend !== 'wasm';
      const report = await open.call(handle.engine, { ...options, backend: 'wasm' });
      return onGpu ? { ...report, backend: 'webgpu' } : report;
    };
    return handle;
  };
  return { asked, spawn };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('EnginePool', () => {
  it('shards over its engines, in order of items, and spawns no more than it needs', async () => {
    const { handles, spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 2);
    expect(handles).toHaveLength(1);
    let begun = 0;
    let meet = () => {};
    const bothAtWork = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const results = await pool.map(model, [1, 2, 3, 4, 5], async (_, item, info) => {
      if (++begun === 2) meet();
      // Nobody gets past the first item unless another engine takes the second.
      await bothAtWork;
      return item * info.features;
    });
    const [width] = results;
    expect(results).toEqual([1, 2, 3, 4, 5].map((item) => item * width));
    expect(handles).toHaveLength(2);
    pool.close();
    expect(handles.every(({ ended }) => ended)).toBe(true);
  });

  it('lends to the lowest priority first', async () => {
    const { spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const order: number[] = [];
    const use = (priority: number) =>
      pool.use(model, async () => void order.push(priority), { priority });
    await Promise.all([use(3), use(2), use(1), use(2)]);
    // The first was lent before the others came.
    expect(order).toEqual([3, 1, 2, 2]);
    pool.close();
  });

  it('reports a crash, and repeats on a fresh engine what may be repeated', async () => {
    const { handles, spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const dying = () =>
      pool.use(model, async () => {
        handles.at(-1)!.kill();
        return new Promise<never>(() => {});
      });
    await expect(dying()).rejects.toMatchObject({ code: 'workerCrashed' });
    expect(handles[0].ended).toBe(true);

    let attempts = 0;
    const answer = await pool.use(
      model,
      async () => {
        if (++attempts > 1) return 'done';
        handles.at(-1)!.kill();
        return new Promise<never>(() => {});
      },
      { retries: 1 },
    );
    expect(answer).toBe('done');
    expect(handles).toHaveLength(3);
    pool.close();
  });

  it('hands on the first failure of a shard and starts no more', async () => {
    const { spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const seen: number[] = [];
    const work = pool.map(model, [1, 2, 3], async (_, item) => {
      seen.push(item);
      if (item === 2) throw new LensmithError('notAPicture', { file: 'two' });
    });
    await expect(work).rejects.toMatchObject({ context: { file: 'two' } });
    expect(seen).toEqual([1, 2]);
    pool.close();
  });

  it('prepares the next item while it works on one, and loses none in a crash', async () => {
    const { handles, spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const log: string[] = [];
    let crashed = false;
    await pool.stream(
      model,
      [1, 2, 3],
      async (_, item) => {
        log.push(`prepare ${item}`);
        return 10 * item;
      },
      async (_, item, prepared) => {
        if (item === 2 && !crashed) {
          crashed = true;
          handles.at(-1)!.kill();
          await new Promise<never>(() => {});
        }
        log.push(`work on ${await prepared}`);
      },
      { retries: 1 },
    );
    expect(log).toEqual([
      ...['prepare 1', 'prepare 2', 'work on 10', 'prepare 3'],
      ...['prepare 2', 'prepare 3', 'work on 20', 'work on 30'],
    ]);
    expect(handles).toHaveLength(2);
    pool.close();
  });

  it('gives an engine back between items to who waits for it', async () => {
    const { spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const order: string[] = [];
    const stream = pool.stream(
      model,
      [1, 2, 3],
      async () => {},
      async (_, item) => {
        order.push(`item ${item}`);
        if (item === 1) urgent = pool.use(model, async () => void order.push('urgent'));
        await turn();
      },
      { priority: 1 },
    );
    let urgent: Promise<void> | undefined;
    await stream;
    await urgent;
    expect(order).toEqual(['item 1', 'urgent', 'item 2', 'item 3']);
    pool.close();
  });

  it('lets who has more to do at once keep its engine, by priority', async () => {
    const { spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const order: string[] = [];
    const fits = async () => {
      for (const fit of [1, 2, 3]) await pool.use(model, async () => void order.push(`fit ${fit}`));
    };
    const work = pool.map(model, [1, 2], async (_, item) => void order.push(`item ${item}`), {
      priority: 1,
    });
    await Promise.all([work, fits()]);
    expect(order).toEqual(['item 1', 'fit 1', 'fit 2', 'fit 3', 'item 2']);
    pool.close();
  });

  it('refuses who waits on a cancelled job or a closed pool', async () => {
    const { spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 1);
    const first = pool.use(model, () => new Promise<never>(() => {}));
    first.catch(() => {});
    const abort = new AbortController();
    const second = pool.use(model, async () => 'never', { signal: abort.signal });
    abort.abort();
    pool.cancel('job');
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    const third = pool.use(model, async () => 'never');
    await turn();
    pool.close();
    await expect(third).rejects.toMatchObject({ code: 'cancelled' });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('gives a GPU that is lost twice up for WASM, and repeats there what may be repeated', async () => {
    const { asked, spawn } = gpu();
    const pool = await EnginePool.open(spawn, options, 1);
    const moves: unknown[] = [];
    pool.onFallback = (move) => moves.push(move);
    const seen: string[] = [];
    const lost = new LensmithError('deviceLost', { reason: 'unplugged' });
    const work = async () => {
      seen.push(pool.device.backend);
      if (pool.device.backend === 'webgpu') throw lost;
      return 'done';
    };
    const [first, second] = await Promise.all([
      pool.use(model, work, { retries: 1 }),
      pool.use(model, work, { retries: 1 }),
    ]);
    expect([first, second]).toEqual(['done', 'done']);
    expect(seen).toEqual(['webgpu', 'webgpu', 'wasm', 'wasm']);
    expect(moves).toEqual([{ from: 'webgpu', to: 'wasm' }]);
    expect(asked.at(-1)).toBe('wasm');
    pool.close();
  });

  it('moves on at once where a lost GPU is not given back', async () => {
    const { spawn } = gpu();
    const pool = await EnginePool.open(spawn, options, 1);
    const answer = await pool.use(
      model,
      async () => {
        const { backend } = pool.device;
        if (backend === 'webgpu') throw new LensmithError('webgpuUnavailable', { reason: 'gone' });
        return backend;
      },
      { retries: 1 },
    );
    expect(answer).toBe('wasm');
    pool.close();
  });

  it('makes do with fewer engines when memory runs out, or hands on who has smaller work', async () => {
    const { handles, spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 2);
    const outOfMemory = new LensmithError('outOfMemory');
    let attempts = 0;
    const once = () =>
      pool.use(
        model,
        async () => {
          if (++attempts === 1) throw outOfMemory;
          return attempts;
        },
        { retries: 1 },
      );
    expect(await once()).toBe(2);
    expect(pool.size).toBe(1);
    expect(handles[0].ended).toBe(true);
    const smaller = pool.use(model, async () => Promise.reject(outOfMemory), {
      retries: 1,
      smaller: true,
    });
    await expect(smaller).rejects.toMatchObject({ code: 'outOfMemory' });
    pool.close();
  });

  it('prepares all engines with the first model', async () => {
    const { handles, spawn } = spawner();
    const pool = await EnginePool.open(spawn, options, 2);
    const loads = [0, 0];
    const { load } = handles[0].api;
    handles[0].api.load = (spec) => {
      loads[0]++;
      return load.call(handles[0].api, spec);
    };
    pool.prepare(model);
    expect(handles).toHaveLength(2);
    await pool.map(model, [1, 2, 3], turn);
    expect(handles).toHaveLength(2);
    expect(loads[0]).toBe(1);
    pool.close();
  });
});

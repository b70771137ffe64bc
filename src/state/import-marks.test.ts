import { expect, test } from 'vitest';
import { createImportMarks } from './import-marks';

/** Exclusive locks that can die with the tab that holds them. */
function lockManager() {
  const held = new Set<string>();
  const request = async (
    name: string,
    ...rest: [LockOptions, LockGrantedCallback<unknown>] | [LockGrantedCallback<unknown>]
  ) => {
    const callback = rest.at(-1) as LockGrantedCallback<unknown>;
    if (held.has(name)) return callback(null);
    held.add(name);
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return { locks: { request } as unknown as LockManager, crash: () => held.clear() };
}

function storage(): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  };
}

test('an import whose tab is gone is told once; one under way or ended is not', async () => {
  const kept = storage();
  const { locks, crash } = lockManager();
  const marks = () => createImportMarks(kept, locks);
  marks().begin('pets.zip');
  const end = marks().begin('done.zip');
  end();
  // Another tab opens while it goes on, then after the crash.
  expect(await marks().cutOff()).toEqual([]);
  crash();
  expect(await marks().cutOff()).toEqual(['pets.zip']);
  expect(await marks().cutOff()).toEqual([]);
  expect(kept.length).toBe(0);
});

test('an import that ends before its lock came leaves no note', async () => {
  const kept = storage();
  let grant = (_value: unknown) => {};
  const request = (_: string, callback: () => Promise<void>) =>
    new Promise((resolve) => {
      grant = resolve;
    }).then(callback);
  const end = createImportMarks(kept, { request } as unknown as LockManager).begin('a.zip');
  end();
  grant(undefined);
  await new Promise((done) => setTimeout(done));
  expect(kept.length).toBe(0);
});

test('without storage or locks nothing is noted, and nothing told', async () => {
  const marks = createImportMarks(null, null);
  marks.begin('a.zip')();
  expect(await marks.cutOff()).toEqual([]);
});

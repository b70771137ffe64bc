import { afterEach, expect, test, vi } from 'vitest';
import { uniqueId } from './unique-id';

afterEach(() => vi.unstubAllGlobals());

test('a version 4 UUID, also where the platform has none to give', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(uniqueId()).toMatch(form);
  const { crypto } = globalThis;
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = new Set(Array.from({ length: 200 }, uniqueId));
  expect(ids.size).toBe(200);
  for (const id of ids) expect(id).toMatch(form);
});

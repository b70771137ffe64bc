import { afterEach, expect, test, vi } from 'vitest';
import { createShareTarget } from './shared';

const base = 'https://somewhere.example/tools/lensmith/';

afterEach(() => void vi.unstubAllGlobals());

/** The Cache API that Node lacks, with room for `room` files. */
function storage(room: number): Map<string, string> {
  const there = new Map<string, string>();
  vi.stubGlobal('caches', {
    open: async () => ({
      async put(url: string, response: Response) {
        const text = await response.text();
        if (there.size >= room) throw new DOMException('full', 'QuotaExceededError');
        there.set(url, text);
      },
      delete: async (url: string) => there.delete(url),
    }),
  });
  return there;
}

function form(...names: string[]): FormData {
  const data = new FormData();
  for (const name of names) data.append('files', new File([`of ${name}`], name));
  return data;
}

const share = (body: BodyInit) =>
  createShareTarget(base)(new Request(`${base}share`, { method: 'POST', body }));

test('files are kept under their names, and the page is opened', async () => {
  const there = storage(9);
  const answer = await share(form('a.png', 'b & c.png', 'a.png'));
  expect(answer?.status).toBe(303);
  expect(answer?.headers.get('location')).toBe(`${base}#/predict`);
  expect([...there.values()]).toEqual(['of a.png', 'of b & c.png', 'of a.png']);
  expect([...there.keys()][1]).toMatch(/\/shared\/[\w-]+\/b%20%26%20c\.png$/);
});

test('where they cannot be kept the page says so, and no part of them stays', async () => {
  const there = storage(1);
  const answer = await share(form('a.png', 'b.png'));
  expect(answer?.headers.get('location')).toBe(`${base}#/predict?shared=failed`);
  expect(there.size).toBe(0);
  const unreadable = await share('no form');
  expect(unreadable?.headers.get('location')).toBe(`${base}#/predict?shared=failed`);
});

test('it leaves other requests alone', () => {
  const target = createShareTarget(base);
  expect(target(new Request(`${base}share`))).toBeNull();
  expect(target(new Request(`${base}api/cv/models`, { method: 'POST' }))).toBeNull();
});

import { expect, test } from 'vitest';
import { forThisDevice } from './precache';

const manifest = [
  'index.html',
  'assets/lensmith-B-Pp6Sfy.wasm',
  'assets/lensmith-relaxed-bqmubGW6.wasm',
  'assets/tfjs-backend-wasm-simd-BrM3BlWr.wasm',
].map((url) => ({ url, revision: null }));
const urls = (relaxed: boolean) => forThisDevice(manifest, relaxed).map(({ url }) => url);

test('of two builds a device keeps the one it runs', () => {
  expect(urls(true)).toEqual([manifest[0]!.url, manifest[2]!.url, manifest[3]!.url]);
  expect(urls(false)).toEqual([manifest[0]!.url, manifest[1]!.url, manifest[3]!.url]);
});

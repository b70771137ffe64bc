import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { createRandom } from './random';
import { sha256, sha256Digest } from './sha256';

afterEach(() => vi.unstubAllGlobals());

const hex = (bytes: Uint8Array) => Buffer.from(sha256Digest(bytes)).toString('hex');

test('the examples of FIPS 180-4', () => {
  const text = (value: string) => new TextEncoder().encode(value);
  expect(hex(text(''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(hex(text('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hex(text('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('every length around a block, and a view into a larger buffer, as Node has it', () => {
  const random = createRandom(3);
  const pool = Uint8Array.from({ length: 400 }, () => Math.floor(random.uniform() * 256));
  for (let length = 0; length < 200; length++) {
    const bytes = pool.subarray(7, 7 + length);
    expect(hex(bytes), `${length} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('without Web Crypto the answer is the same', async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
  const platform = await sha256(bytes);
  vi.stubGlobal('crypto', {});
  expect(await sha256(bytes)).toBe(platform);
});

import * as Comlink from 'comlink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installErrorTransfer } from './contract/wire';
import { type ErrorCode, errorTexts } from './error-texts';
import { type ErrorContext, fill, fromWire, LensmithError, toWire } from './errors';

const codes = Object.keys(errorTexts) as ErrorCode[];

/** A value for every variable the code's texts name. */
function contextFor(code: ErrorCode): ErrorContext {
  const { message, remedy } = errorTexts[code];
  const names = `${message}${remedy}`.matchAll(/\{(\w+)\}/g);
  return Object.fromEntries([...names].map(([, name]) => [name, `<${name}>`]));
}

test.each(codes)('%s: whole sentences, every variable filled', (code) => {
  const error = new LensmithError(code, contextFor(code));
  for (const text of [error.message, error.remedy]) {
    expect(text).toMatch(/^\S.*[.]$/);
    expect(text).not.toMatch(/[{}]/);
  }
  for (const name of Object.keys(contextFor(code))) {
    expect(error.message + error.remedy).toContain(`<${name}>`);
  }
});

test('a reason that is a code is said in words and kept as a code', () => {
  const error = new LensmithError('zipTooLarge', { file: 'a.zip', reason: 'files', most: 9 });
  expect(error.message).toBe('a.zip would unpack to more than the limit (9 files).');
  expect(fromWire(error.toWire())).toMatchObject({
    message: error.message,
    context: error.context,
  });
});

test('an error is an Error, with its cause, and not a translation of it', () => {
  const cause = new RangeError('deep');
  const error = new LensmithError('unknownRun', { id: 'r' }, { cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'LensmithError', code: 'unknownRun', cause });
  expect(error.message).toBe(fill(errorTexts.unknownRun.message, { id: 'r' }));
});

test('fill puts values in literally, once, and keeps what it does not know', () => {
  expect(fill('{a} {b} {a}', { a: '{b}$&', b: 0 })).toBe('{b}$& 0 {b}$&');
  expect(fill('{a}{c}', { a: null })).toBe('null{c}');
  expect(fill('{toString}', {})).toBe('{toString}');
});

test('what is not ours becomes internal and keeps its message', () => {
  expect(toWire(new TypeError('no')).context).toEqual({ detail: 'TypeError: no' });
  expect(toWire('plain').context).toEqual({ detail: 'plain' });
  expect(toWire(undefined)).toMatchObject({ code: 'internal', context: { detail: 'undefined' } });
});

test.each(codes)('%s is the same after a structured clone of its wire form', (code) => {
  const error = new LensmithError(code, contextFor(code));
  const back = fromWire(structuredClone(toWire(error)));
  expect(back).toBeInstanceOf(LensmithError);
  expect(toWire(back)).toEqual(toWire(error));
});

describe('through Comlink', () => {
  const { port1, port2 } = new MessageChannel();
  const api = {
    ours(): void {
      throw new LensmithError('classTooSmall', { label: 'cat', count: 1, needed: 3 });
    },
    async later() {
      throw new LensmithError('cancelled');
    },
    foreign(): void {
      throw new RangeError('out of bounds');
    },
    plain(): void {
      throw 'a string';
    },
    fine: (a: number, b: number) => a + b,
  };
  const remote = Comlink.wrap<typeof api>(port2);

  beforeAll(() => {
    installErrorTransfer();
    Comlink.expose(api, port1);
  });
  afterAll(() => {
    port1.close();
    port2.close();
  });

  test('our errors arrive as they left', async () => {
    const error = await remote.ours().catch((caught) => caught);
    expect(error).toBeInstanceOf(LensmithError);
    expect(toWire(error)).toEqual(
      toWire(new LensmithError('classTooSmall', { label: 'cat', count: 1, needed: 3 })),
    );
    await expect(remote.later()).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('others arrive as internal', async () => {
    await expect(remote.foreign()).rejects.toMatchObject({
      code: 'internal',
      context: { detail: 'RangeError: out of bounds' },
    });
    await expect(remote.plain()).rejects.toMatchObject({ context: { detail: 'a string' } });
  });

  test('results are not taken for errors', async () => {
    expect(await remote.fine(1, 2)).toBe(3);
  });
});

test('a full disk is one, whichever class of error the browser has for it', () => {
  const own = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
  for (const error of [own, new DOMException('no room', 'QuotaExceededError')]) {
    expect(toWire(error).code).toBe('storageFull');
  }
});

import { expect, test } from 'vitest';
import { readPicture } from './body';

const address = 'http://localhost/api/cv/predict/best';
const post = (body: BodyInit | null, headers?: HeadersInit) =>
  new Request(address, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
const form = (...fields: [string, string | Blob, string?][]) => {
  const data = new FormData();
  for (const [name, value, file] of fields) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, file);
  }
  return data;
};
const bytes = Uint8Array.of(1, 2, 255, 0, 13, 10);

test('a raw body is the picture, whatever its type says', async () => {
  for (const type of ['image/png', 'application/octet-stream', 'text/plain']) {
    const picture = await readPicture(post(bytes, { 'content-type': type }));
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(bytes);
  }
});

test('of a form the field `file` is the picture, under its own name', async () => {
  const body = form(['note', 'ignored'], ['file', new Blob([bytes]), 'stop sign.png']);
  const picture = await readPicture(post(body));
  expect(picture.name).toBe('stop sign.png');
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(bytes);
});

test.each([
  ['no body', () => post(null)],
  ['an empty body', () => post(new Uint8Array())],
  ['a form without the field', () => post(form(['picture', new Blob([bytes]), 'a.png']))],
  ['a form whose field is text', () => post(form(['file', 'not a file']))],
  ['a form whose file is empty', () => post(form(['file', new Blob([]), 'a.png']))],
  ['a form without a boundary', () => post(bytes, { 'content-type': 'multipart/form-data' })],
  [
    'a form cut short',
    () => post('--x\r\n', { 'content-type': 'multipart/form-data; boundary=x' }),
  ],
])('%s holds no picture', async (_, request) => {
  await expect(readPicture(request())).rejects.toMatchObject({ code: 'apiPictureMissing' });
});

test('a length that is said is refused before the body is read', async () => {
  const request = post(bytes, { 'content-length': '11' });
  await expect(readPicture(request, 10)).rejects.toMatchObject({ code: 'apiBodyTooLarge' });
  expect(request.bodyUsed).toBe(false);
});

test('a length that is not said is counted, and reading stops when it is too much', async () => {
  let sent = 0;
  let stopped = false;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
    cancel() {
      stopped = true;
    },
  });
  await expect(readPicture(post(endless), 10 * 1024)).rejects.toMatchObject({
    code: 'apiBodyTooLarge',
    context: { limit: 10 / 1024 },
  });
  expect(stopped).toBe(true);
  expect(sent).toBeLessThan(20 * 1024);
  await expect(readPicture(post(new Uint8Array(10 * 1024)), 10 * 1024)).resolves.toBeDefined();
});

import { describe, expect, test } from 'vitest';
import { LensmithError } from '../errors';
import { mostTopK } from './limits';
import { readRequest } from './routes';

const read = (method: string, address: string) => {
  const [path = '', search = ''] = address.split('?');
  return readRequest(method, path, new URLSearchParams(search));
};
const refusal = (method: string, address: string) => {
  try {
    return { answered: read(method, address) };
  } catch (error) {
    if (!(error instanceof LensmithError)) throw error;
    const { code, context } = error;
    return { code, context };
  }
};

describe('what is asked', () => {
  test.each([
    ['GET', '/openapi.json', { kind: 'openapi' }],
    ['GET', '/cv/models?anything=1', { kind: 'models' }],
    ['HEAD', '/cv/models', { kind: 'models' }],
    ['POST', '/cv/predict/best', { kind: 'predict', model: 'best', topK: 3 }],
    ['POST', '/cv/predict/a%20b?top_k=1000', { kind: 'predict', model: 'a b', topK: 1000 }],
    [
      'POST',
      '/cv/explain/best',
      { kind: 'explain', model: 'best', wanted: null, method: 'grad-cam', overlay: true },
    ],
    [
      'POST',
      '/cv/explain/r?class=grün%2Fblau&method=grad-cam++&overlay=false',
      { kind: 'explain', model: 'r', wanted: 'grün/blau', method: 'grad-cam++', overlay: false },
    ],
  ])('%s %s', (method, address, expected) => {
    expect(read(method, address)).toEqual(expected);
  });
});

test.each([
  '',
  '/',
  '/cv',
  '/cv/models/',
  '/cv/models/best',
  '/cv/predict',
  '/cv/predict/',
  '/cv/predict/best/more',
  '/cv/predict/%ff',
  '/CV/models',
  '/nlp/predict/best',
  '/openapi.json/x',
])('nothing is at %j', (path) => {
  expect(refusal('GET', path)).toMatchObject({
    code: 'apiPathUnknown',
    context: { path: `api${path}` },
  });
});

test.each([
  ['GET', '/cv/predict/best', 'POST'],
  ['HEAD', '/cv/explain/best', 'POST'],
  ['POST', '/cv/models', 'GET, HEAD'],
  ['DELETE', '/openapi.json', 'GET, HEAD'],
])('%s %s is refused, and says what is taken', (method, path, allowed) => {
  expect(refusal(method, path)).toMatchObject({
    code: 'apiMethodWrong',
    context: { method, allowed },
  });
});

test.each([
  ...['0', '-1', '1.5', '1e2', '0x10', 'three', '', ' 3', `${mostTopK + 1}`, '9'.repeat(400)].map(
    (value) => [`/cv/predict/best?top_k=${value}`, 'top_k'],
  ),
  ['/cv/explain/best?method=lime', 'method'],
  ['/cv/explain/best?overlay=yes', 'overlay'],
])('%s is refused by its name', (address, option) => {
  expect(refusal('POST', address)).toMatchObject({ code: 'badOption', context: { option } });
});

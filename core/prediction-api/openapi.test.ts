import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorTexts } from '../error-texts';
import { saliencyMethods } from '../saliency/methods';
import { defaultTopK, mostBodyBytes, mostTopK } from './limits';
import { routes } from './routes';
import { statusOf } from './status';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const document = read('public/api/openapi.json');
const text = JSON.stringify(document);

test('the document describes exactly the routes there are', () => {
  const described = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(routes.map((r) => `${r.method} ${r.path}`).toSorted());
});

test('its numbers and choices are those of the code', () => {
  const { parameters, requestBodies } = document.components;
  const query = (path: string, name: string) =>
    document.paths[path].post.parameters.find((p: { name?: string }) => p.name === name).schema;
  expect(query('/cv/predict/{model}', 'top_k')).toMatchObject({
    minimum: 1,
    maximum: mostTopK,
    default: defaultTopK,
  });
  expect(query('/cv/explain/{model}', 'method')).toMatchObject({
    enum: saliencyMethods,
    default: saliencyMethods[0],
  });
  expect(requestBodies.Picture.description).toContain(`${mostBodyBytes / 2 ** 20} MiB`);
  expect(parameters.Model.name).toBe('model');
  expect(document.info.version).toBe(read('package.json').version);
});

test('every code the API alone gives stands with the response of its status', () => {
  type Operation = { responses: Record<string, { $ref?: string }> };
  const paths = Object.values<Record<string, Operation>>(document.paths);
  const byStatus: Record<string, string> = {};
  for (const { responses } of paths.flatMap((operations) => Object.values(operations))) {
    for (const [status, { $ref }] of Object.entries(responses)) {
      const name = $ref?.split('/').at(-1);
      if (name) byStatus[status] = document.components.responses[name].description;
    }
  }
  const own = Object.keys(errorTexts).filter((code) => code.startsWith('api'));
  for (const code of [...own, 'badOption', 'unknownRun', 'notAPicture', 'pictureTooLarge']) {
    expect(byStatus[statusOf(code as keyof typeof errorTexts)], code).toMatch(
      new RegExp(`\\b${code}\\b`),
    );
  }
});

test('every reference in it leads somewhere', () => {
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path as string);
  expect(references.length).toBeGreaterThan(20);
  for (const path of references) {
    expect(
      path.split('/').reduce((at, key) => at?.[key], document),
      path,
    ).toBeDefined();
  }
});

import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { expect, importFile, shapeFolders, test } from './fixtures';
import { drawShape, shapes } from './pictures';

test('a ZIP with every odd layout trains to a number a constant predictor cannot reach', async ({
  app,
  archive,
}) => {
  const nested: Record<string, Uint8Array> = {};
  for (let i = 0; i < 10; i++) nested[`deep/er/disc/${i}.png`] = drawShape('disc', 500 + i);
  const files: Record<string, Uint8Array> = {
    // One wrapping folder, class folders below it, another ZIP inside.
    ...Object.fromEntries(
      Object.entries(shapeFolders(36)).map(([path, data]) => [`pets (copy)/${path}`, data]),
    ),
    'pets (copy)/disc/more.zip': zipSync(nested, { level: 0 }),
    // Passed over without a word.
    '__MACOSX/pets (copy)/disc/._0.png': strToU8('resource fork'),
    'pets (copy)/.DS_Store': strToU8('finder'),
    'pets (copy)/disc/Thumbs.db': strToU8('explorer'),
    // Refused by name.
    'pets (copy)/disc/notes.jpg': strToU8('this is no picture'),
    'pets (copy)/disc/readme.txt': strToU8('nor is this'),
    'pets (copy)/disc/empty.png': new Uint8Array(),
    'pets (copy)/disc/<img src=x onerror=alert(1)>.png': drawShape('disc', 900),
    'pets (copy)/disc/../../../escape.png': drawShape('disc', 901),
    'pets (copy)/disc/copy of 0.png': drawShape('disc', 0),
  };
  const { dataset } = await importFile(app, archive('odd.zip', files));

  expect(dataset?.classes.toSorted()).toEqual([...shapes].sort());
  const reasons = new Map(
    dataset?.skipped.map(({ file, reason }) => [file.split('/').at(-1), reason]),
  );
  expect(reasons.get('notes.jpg')).toBe('notAPicture');
  expect(reasons.has('readme.txt')).toBe(true);
  expect(reasons.get('empty.png')).toBe('emptyFile');
  expect([...reasons.values()]).toContain('exactDuplicate');
  expect([...reasons.keys()].some((name) => /DS_Store|Thumbs|\._0/.test(name ?? ''))).toBe(false);

  const runs = await app.evaluate(
    (id) =>
      window.lensmith.train({
        dataset: id,
        backbones: ['tiny_resnet'],
        depth: 'all',
        epochs: 14,
        learningRate: 2e-3,
      }),
    dataset?.id as string,
  );
  const best = runs.find((run) => run.depth === 'all');
  // Three classes of nearly equal size: a constant predictor reaches 0.36.
  expect(best?.test?.accuracy).toBeGreaterThan(0.6);
  expect(best?.test?.interval[0]).toBeLessThan(best?.test?.accuracy as number);
});

test('flat pictures with a table of labels, and folders of an own split', async ({
  app,
  archive,
}) => {
  const flat: Record<string, Uint8Array> = {};
  const lines = ['id,shape'];
  for (const shape of shapes) {
    for (let i = 0; i < 8; i++) {
      flat[`images/${shape[0]}${i}.png`] = drawShape(shape, i);
      lines.push(`${shape[0]}${i},${shape}`);
    }
  }
  flat['labels.csv'] = strToU8(`\ufeff${lines.join('\r\n')}\r\n`);
  const table = await importFile(app, archive('flat.zip', flat));
  expect(table.dataset?.classes.toSorted()).toEqual([...shapes].sort());
  expect(table.dataset?.images).toBe(24);
  expect(table.dataset?.skipped).toEqual([]);

  const own: Record<string, Uint8Array> = {};
  for (const [part, count] of [
    ['train', 8],
    ['val', 4],
    ['test', 5],
  ] as const) {
    for (const [at, shape] of shapes.entries()) {
      for (let i = 0; i < count; i++) {
        own[`${part}/${shape}/${i}.png`] = drawShape(shape, 100 * (at + part.length) + i);
      }
    }
  }
  const split = await importFile(app, archive('split.zip', own));
  expect(split.dataset?.classes.toSorted()).toEqual([...shapes].sort());
  const runs = await app.evaluate(
    (id) => window.lensmith.train({ dataset: id, backbones: ['tiny_mobilenetv3'], depth: 'head' }),
    split.dataset?.id as string,
  );
  expect(runs[0]?.test?.count).toBe(15);
});

test('the same ZIP twice is one dataset', async ({ app, archive }) => {
  const path = archive('twice.zip', shapeFolders(5));
  const first = await importFile(app, path);
  const second = await importFile(app, path);
  expect(second.dataset?.id).toBe(first.dataset?.id);
});

test('what is no ZIP is refused with a remedy, and nothing is lost', async ({ app, archive }) => {
  const kept = await importFile(app, archive('kept.zip', shapeFolders(5)));
  const whole = readFileSync(archive('whole.zip', shapeFolders(6)));
  const { writeFileSync } = await import('node:fs');
  const cut = archive('cut.zip', {});
  writeFileSync(cut, whole.subarray(0, whole.length / 2));
  expect((await importFile(app, cut)).error).toMatchObject({
    code: 'zipTruncated',
    remedy: /again/,
  });
  const text = archive('text.zip', {});
  writeFileSync(text, 'no archive at all');
  expect((await importFile(app, text)).error?.code).toBe('notAZip');
  const one = archive('one.zip', {
    'disc/0.png': drawShape('disc', 0),
    'disc/1.png': drawShape('disc', 1),
  });
  expect((await importFile(app, one)).error?.code).toBe('oneClass');
  // The one that was there still trains.
  const runs = await app.evaluate(
    (id) => window.lensmith.train({ dataset: id, backbones: ['tiny_resnet'], depth: 'head' }),
    kept.dataset?.id as string,
  );
  expect(runs[0]?.status).toBe('finished');
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { strToU8, type Zippable } from 'fflate';
import { fileHandle } from '../scripts/app';
import { readTable } from '../workers/ingest/layout/table';
import { writeZip } from '../workers/ingest/testing/zip-writer';
import { expect, hueFolders, importFile, test } from './fixtures';
import { drawHue, hues } from './pictures';

type WriteArchive = (name: string, files: Zippable) => string;

async function train(app: Page, archive: WriteArchive): Promise<void> {
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(12)));
  await app.evaluate(
    (id) =>
      window.lensmith.train({ dataset: id, preset: 'quick', backbones: ['tiny_resnet'], seed: 1 }),
    dataset?.id as string,
  );
  await app.goto('./#/predict');
  // The heading stands before the runs are read; only then does the view take drops.
  await expect(app.getByRole('button', { name: 'Choose a ZIP' })).toBeVisible();
}

async function choose(app: Page, button: 'Choose a ZIP' | 'Choose a folder', path: string) {
  const chooser = app.waitForEvent('filechooser');
  await app.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(path);
}

async function downloadCsv(app: Page): Promise<{ text: string; rows: string[][] }> {
  const download = app.waitForEvent('download');
  await app.getByRole('button', { name: 'Download CSV' }).click();
  const bytes = readFileSync(await (await download).path());
  return { text: bytes.toString('utf8'), rows: readTable(new Uint8Array(bytes)) };
}

const odd = (): { name: string; bytes: Uint8Array }[] => [
  { name: 'blue/z.png', bytes: drawHue('blue', 900) },
  { name: '=1+2.png', bytes: drawHue('red', 901) },
  { name: '@sum, "quoted".png', bytes: drawHue('green', 902) },
  { name: 'holiday/2026/Grün & Ährchen.png', bytes: drawHue('green', 903) },
  { name: 'Red/two\nlines.png', bytes: drawHue('red', 904) },
  { name: 'red/broken.png', bytes: drawHue('red', 905).slice(0, 60) },
  { name: 'a.txt', bytes: strToU8('no picture') },
  { name: 'red/10.png', bytes: drawHue('red', 906) },
  { name: 'red/9.png', bytes: drawHue('red', 907) },
  { name: 'empty.png', bytes: new Uint8Array() },
];
const names = [
  'blue/z.png',
  "'=1+2.png",
  `'@sum, "quoted".png`,
  'holiday/2026/Grün & Ährchen.png',
  'Red/two\ufffdlines.png',
  'red/broken.png',
  'a.txt',
  'red/10.png',
  'red/9.png',
  'empty.png',
];

test('a ZIP of odd files becomes a CSV in its order, with accuracy where folders are classes', async ({
  app,
  archive,
}, info) => {
  await train(app, archive);
  const path = join(info.outputDir, 'odd.zip');
  writeFileSync(path, writeZip(odd()));
  await choose(app, 'Choose a ZIP', path);
  const answers = app.getByRole('region', { name: 'Answers for odd.zip' });
  await expect(answers).toContainText('7 pictures answered');
  await expect(answers).toContainText('3 files without an answer');
  await expect(answers).toContainText('Damaged, could not be read');
  await expect(answers.getByRole('table')).toContainText('holiday/2026/Grün & Ährchen.png');

  const { text, rows } = await downloadCsv(app);
  expect(text.startsWith('\ufefffile,none_of_these,top1,')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const [header, ...lines] = rows;
  expect(header).toEqual(
    'file none_of_these top1 confidence1 top2 confidence2 top3 confidence3 label correct error'.split(
      ' ',
    ),
  );
  expect(lines.map(([file]) => file)).toEqual(names);
  const errors = Object.fromEntries(lines.map((line) => [line[0], line.at(-1)]));
  expect(errors).toMatchObject({
    'red/broken.png': 'undecodable',
    'a.txt': 'notAPicture',
    'empty.png': 'emptyFile',
    'blue/z.png': '',
  });
  for (const line of lines) {
    const [, none, top1, ...rest] = line;
    const answered = line.at(-1) === '';
    expect(none).toMatch(answered ? /^(yes|no)$/ : /^$/);
    expect(hues.includes(top1 as never)).toBe(answered);
    if (!answered) continue;
    const sum = [rest[0], rest[2], rest[4]].reduce((all, one) => all + Number(one), 0);
    expect(sum).toBeCloseTo(1, 4);
  }
  // `Red` is the class red; the folder holiday, and pictures above all folders, do not count.
  const labelled = lines.filter((line) => line[8] !== '' && line.at(-1) === '');
  expect(labelled.map((line) => line[8])).toEqual(['blue', 'red', 'red', 'red']);
  const right = labelled.filter((line) => line[2] === line[8]);
  expect(labelled.map((line) => line[9] === 'yes')).toEqual(
    labelled.map((line) => right.includes(line)),
  );
  // What even a network with random weights can tell apart.
  expect(right.length).toBeGreaterThanOrEqual(3);
  const percent = `${((100 * right.length) / labelled.length).toFixed(1)}%`;
  await expect(answers.locator('.batch-accuracy')).toContainText(percent);

  // The same by script, without the mark for Excel; and the same answers as one by one.
  const file = await fileHandle(app, path);
  const scripted = await app.evaluate(async (file) => {
    const told: (number | null)[] = [];
    const { csv, accuracy, failed, images } = await window.lensmith.predictFiles('best', file, {
      onProgress: ({ total }) => told.push(total),
    });
    return { csv: await csv.text(), accuracy, failed, images, last: told.at(-1) };
  }, file);
  expect(`\ufeff${scripted.csv}`).toBe(text);
  expect(scripted).toMatchObject({ images: 7, last: 10 });
  expect(scripted.accuracy).toMatchObject({ correct: right.length, count: 4 });
  expect(scripted.failed).toHaveLength(3);
  const stopped = await app.evaluate(async (file) => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const result = await window.lensmith.predictFiles('best', file, {
      ...{ signal: stop.signal, onProgress },
    });
    return { cancelled: result.cancelled, csv: await result.csv.text() };
  }, file);
  expect(stopped.cancelled).toBe(true);
  expect(stopped.csv).toMatch(/^file,/);
  const [single] = await app.evaluate(
    async (base64) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
      return (await window.lensmith.predict('best', blob)).predictions;
    },
    Buffer.from(odd()[0]?.bytes ?? []).toString('base64'),
  );
  expect(lines[0]?.[2]).toBe(single?.label);
  expect(Number(lines[0]?.[3])).toBeCloseTo(single?.confidence as number, 4);
});

test('a folder is read in natural order, and stopping keeps what is done', async ({
  app,
  archive,
}, info) => {
  await train(app, archive);
  const folder = join(info.outputDir, 'many');
  for (const hue of hues) mkdirSync(join(folder, hue), { recursive: true });
  const picture = hues.map((hue) => drawHue(hue, 77, 256));
  for (let i = 0; i < 900; i++) {
    writeFileSync(join(folder, hues[i % 3] as string, `${i}.png`), picture[i % 3] as Uint8Array);
  }
  await choose(app, 'Choose a folder', folder);
  const progress = app.getByRole('region', { name: 'Predicting many' });
  await expect(progress).toContainText(/[1-9]\d* of 900 files/);

  // It goes on while another view is open; the path tells how far it is.
  await app.goto('./#/runs');
  const step = app.getByRole('navigation', { name: 'The way through' }).getByText(/^\d+%$/);
  await expect(step.first()).toBeVisible();
  await expect(app).toHaveTitle(/\d+% Predicting/);
  await app.goto('./#/predict');
  await progress.getByRole('button', { name: 'Stop predicting' }).click();
  const answers = app.getByRole('region', { name: 'Answers for many' });
  await expect(answers).toContainText(/Stopped after \d+ of 900 files/);
  const { rows } = await downloadCsv(app);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.length).toBeLessThan(901);
  // blue/2, blue/5, blue/8, ...: not blue/2, blue/20, blue/23.
  expect(rows.slice(1, 5).map(([file]) => file)).toEqual(
    [2, 5, 8, 11].map((i) => `many/blue/${i}.png`),
  );
  await expect(answers).toContainText(`${rows.length - 1} pictures answered`);
});

test('what cannot be predicted says why, and loses nothing', async ({ app, archive }, info) => {
  await train(app, archive);
  const file = (name: string, bytes: Uint8Array) => {
    const path = join(info.outputDir, name);
    writeFileSync(path, bytes);
    return path;
  };
  const locked = { name: 'a.png', bytes: drawHue('red', 1), flags: 1 };
  const cases: [string, string][] = [
    [file('text.zip', strToU8('no archive')), 'text.zip is not a ZIP archive.'],
    [file('nothing.zip', writeZip([])), 'No usable picture was found in nothing.zip.'],
    [file('locked.zip', writeZip([locked])), 'locked.zip is protected by a password.'],
    [file('cut.zip', writeZip(odd()).slice(0, -40)), 'cut.zip ends too early'],
    [archive('junk.zip', { 'a.txt': strToU8('a') }), 'No usable picture was found in junk.zip.'],
  ];
  for (const [path, said] of cases) {
    await choose(app, 'Choose a ZIP', path);
    await expect(app.getByRole('main').getByRole('alert')).toContainText(said);
  }
  expect(await app.evaluate(() => window.lensmith.runs())).toHaveLength(1);
  await choose(app, 'Choose a ZIP', archive('good.zip', hueFolders(1, 500)));
  await expect(app.getByRole('region', { name: 'Answers for good.zip' })).toContainText(
    '3 pictures answered',
  );
  await expect(app.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('a ZIP dropped on the view is a batch, a picture is a question', async ({ app, archive }) => {
  await train(app, archive);
  const drop = (name: string, base64: string) =>
    app.evaluate(
      ({ name, base64 }) => {
        const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
        const data = new DataTransfer();
        data.items.add(new File([blob], name, { type: name.endsWith('.png') ? 'image/png' : '' }));
        document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      },
      { name, base64 },
    );
  await drop('one.png', Buffer.from(drawHue('red', 300)).toString('base64'));
  await expect(app.getByRole('article').filter({ hasText: 'one.png' })).toBeVisible();
  const zip = archive('dropped.zip', hueFolders(2, 300));
  await drop('dropped.zip', readFileSync(zip).toString('base64'));
  await expect(app.getByRole('region', { name: 'Answers for dropped.zip' })).toContainText(
    '6 pictures answered',
  );
  await expect(app.getByRole('article')).toHaveCount(1);
});

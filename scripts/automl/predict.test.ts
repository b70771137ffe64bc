import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { runOf } from '../../core/store/fixtures';
import { drawHue } from '../../e2e/pictures';
import { checkPredictable, chosenRun, UnknownRunError } from './predict';

const folder = mkdtempSync(join(tmpdir(), 'lensmith-predict-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
};

test('a run is chosen by its id, by an unmistakable beginning, or as the best', () => {
  const ids = ['resnet18-head-1', 'resnet18-head-12', 'tiny_vit-head-3'];
  const runs = ids.map((id) => ({ ...runOf(id), id }));
  const choose = (asked: string | null) => chosenRun(runs, asked, runs[1]!).id;
  expect(choose(null)).toBe('resnet18-head-12');
  expect(choose('resnet18-head-1')).toBe('resnet18-head-1');
  expect(choose('tiny_vit')).toBe('tiny_vit-head-3');
  for (const wrong of ['resnet18', 'resnet50']) {
    expect(() => choose(wrong)).toThrow(UnknownRunError);
  }
  try {
    choose('resnet50');
  } catch (error) {
    for (const id of ids) expect((error as UnknownRunError).remedy).toContain(id);
  }
});

test('archives and folders that nothing could be predicted of are found out beforehand', async () => {
  const picture = drawHue('red', 1);
  const good = zipSync({ 'a.png': picture });
  await checkPredictable(file('good.zip', good));
  file('pictures/inner/a.png', picture);
  await checkPredictable(join(folder, 'pictures'));

  const refused = (path: string) => expect(checkPredictable(path)).rejects;
  await refused(file('text.zip', strToU8('text'))).toMatchObject({ code: 'notAZip' });
  await refused(file('cut.zip', good.slice(0, -30))).toMatchObject({ code: 'zipTruncated' });
  const junk = zipSync({ 'a.txt': strToU8('a') });
  await refused(file('junk.zip', junk)).toMatchObject({ code: 'noPictures' });
  file('junk/a.txt', strToU8('a'));
  await refused(join(folder, 'junk')).toMatchObject({ code: 'noPictures' });
  mkdirSync(join(folder, 'empty'));
  await refused(join(folder, 'empty')).toMatchObject({ code: 'noPictures' });
});

import { describe, expect, it } from 'vitest';
import { type DatasetManifest, parseManifest, writeManifest } from './dataset-manifest';

const manifest: DatasetManifest = {
  name: 'Tiere',
  classes: ['Katze', 'Äffchen "x"'],
  pictures: [
    { file: 'a/1.png', label: 'Äffchen "x"', split: null },
    { file: 'b/2.png', label: 'Katze', split: 'test' },
  ],
};

/** As written, with `changes`. */
const changed = (changes: object) =>
  JSON.stringify({ ...JSON.parse(writeManifest(manifest)), ...changes });

describe('a manifest', () => {
  it('reads as it was written', () => {
    expect(parseManifest(writeManifest(manifest))).toEqual(manifest);
  });

  const [first, second] = manifest.pictures;
  const broken: [string, string][] = [
    ['no JSON', '{"format": "lensmith-dataset"'],
    ['no object', 'null'],
    ['another file', '{"classes": [], "pictures": []}'],
    ['a newer version', changed({ version: 2 })],
    ['a class twice', changed({ classes: ['Katze', 'Katze', 'Äffchen "x"'] })],
    ['a label that is no class', changed({ classes: ['Katze'] })],
    ['a file twice', changed({ pictures: [first, { ...second, file: first?.file }] })],
    ['an unknown side', changed({ pictures: [{ ...first, split: 'dev' }] })],
    ['a picture without a file', changed({ pictures: [{ ...first, file: '' }] })],
    ['no list of pictures', changed({ pictures: {} })],
  ];
  it.each(broken)('is none where it is %s', (_, text) => {
    expect(parseManifest(text)).toBeNull();
  });
});

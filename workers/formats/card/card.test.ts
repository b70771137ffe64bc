import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../../core/learning/statistics';
import { datasetOf, experimentOf, runOf } from '../../../core/store/fixtures';
import { decodeUtf8 } from '../../../core/utf8';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import { readRecord } from '../import/record';
import { apache2 } from './apache-2.0';
import { describingFiles } from './describing-files';
import type { CardFacts } from './facts';
import { hubLicence, licenceFiles } from './licences';
import { markdownCode, markdownText, yamlString } from './quote';
import { readmeFile } from './readme';

const evil = 'a|b <img src=x onerror=alert(1)> **bold**\n# head `tick` "quoted" \u0085: [x](y)';

function factsOf(changes: Partial<CardFacts> = {}): CardFacts {
  const backbone = card('resnet18');
  const classes = ['cat', evil];
  const { preprocessing } = backbone;
  return {
    run: runOf('resnet18-head-1', {
      classes,
      status: 'finished',
      validation: scoreOf(18, 20),
      test: scoreOf(15, 20),
      calibration: { temperature: 1.25, threshold: 0.4 },
    }),
    experiment: experimentOf('e'),
    dataset: datasetOf('d', { classes, name: `${evil}.zip` }),
    counts: [
      { train: 30, validation: 10, test: 10 },
      { train: 31, validation: 10, test: 10 },
    ],
    backbone,
    model: { architecture: 'resnet18', graph: backboneGraph(backbone, 2), classes, preprocessing },
    perClass: {
      on: 'test',
      of: [
        { precision: 0.75, recall: 0.75, f1: 0.75, support: 10, predicted: 10 },
        { precision: null, recall: 0, f1: 0, support: 10, predicted: 0 },
      ],
    },
    tied: [],
    licences: [{ path: 'LICENSES/Apache-2.0.txt', text: apache2 }],
    ...changes,
  };
}

const text = (file: { content(): Iterable<Uint8Array> }) =>
  [...file.content()].map((piece) => decodeUtf8(piece)).join('');
const readme = (changes: Partial<CardFacts> = {}) => text(readmeFile(factsOf(changes), []));

describe('beside the weights', () => {
  const files = new Map(describingFiles(factsOf()).map((file) => [file.path, text(file)]));

  it('lie labels, preprocessing, the record and licences', () => {
    expect([...files.keys()]).toEqual([
      'labels.json',
      'preprocess.json',
      'lensmith.json',
      'LICENSES/Apache-2.0.txt',
    ]);
    expect(JSON.parse(files.get('labels.json')!)).toEqual(['cat', evil]);
    expect(JSON.parse(files.get('preprocess.json')!)).toEqual({
      ...card('resnet18').preprocessing,
      copy: { shortSide: 256, from: 512 },
    });
  });

  it('the record is what an import reads, without the names of files that were left out', () => {
    const record = readRecord(JSON.parse(files.get('lensmith.json')!), 'x.zip');
    expect(record?.run).toEqual(factsOf().run);
    expect(record?.dataset).toMatchObject({ id: 'd', hash: 'hash of d', images: 2 });
    expect(files.get('lensmith.json')).not.toContain('a.txt');
  });

  it('the record of a dataset that is not here names it all the same', () => {
    const [, , file] = describingFiles(factsOf({ dataset: null }));
    const record = readRecord(JSON.parse(text(file!)), 'x.zip');
    expect(record?.dataset).toEqual({ id: 'd', name: 'e', hash: 'hash of d' });
  });
});

describe('licences', () => {
  it('are the words of the files', async () => {
    expect(apache2).toBe(readFileSync('LICENSE', 'utf8'));
    for (const id of ['resnet18', 'vit_small_patch16_224']) {
      const fetched = await licenceFiles(card(id), 'http://x/', async (url) => {
        return new Uint8Array(readFileSync(url.replace('http://x/', 'model-zoo/')));
      });
      expect(fetched.map(({ path }) => path)).toEqual([
        'LICENSES/Apache-2.0.txt',
        'LICENSES/NOTICE-weights.txt',
      ]);
      expect(fetched[1]!.text).toBe(readFileSync(`model-zoo/weights/${id}/NOTICE`, 'utf8'));
    }
  });

  it('get the names that the Hub knows', () => {
    expect(hubLicence('Apache-2.0')).toEqual({ license: 'apache-2.0', name: null });
    expect(hubLicence('cc-by-nc-4.0')).toEqual({ license: 'cc-by-nc-4.0', name: null });
    expect(hubLicence('My own: v1')).toEqual({ license: 'other', name: 'My own: v1' });
    expect(hubLicence('NOASSERTION')).toEqual({ license: 'unknown', name: null });
  });
});

describe('README.md', () => {
  it('begins with what the Hub reads', () => {
    const head = readme().split('---\n')[1]!.split('\n');
    expect(head).toContain('license: apache-2.0');
    expect(head).toContain('pipeline_tag: image-classification');
    expect(head).toContain('library_name: timm');
    expect(head).toContain('      value: 0.75');
    expect(head).toContain(`      name: ${yamlString(`${evil}.zip`)}`);
  });

  it('says both accuracies with their intervals, and which one to quote', () => {
    const [low, high] = scoreOf(15, 20).interval.map((share) => `${(100 * share).toFixed(1)}%`);
    expect(readme()).toContain(`| test | 75.0% | ${low} to ${high} | 15 of 20 |`);
    expect(readme()).toContain('Quote the test accuracy');
    const { run } = factsOf();
    const untested = readme({ run: { ...run, test: null } });
    expect(untested).toContain('There is no test accuracy');
    expect(untested).not.toContain('split: test');
    const unmeasured = readme({ run: { ...run, test: null, validation: null }, perClass: null });
    expect(unmeasured).toContain('  results: []');
    expect(unmeasured).toContain('Nothing has been measured');
  });

  it('tells threshold, temperature, ties, counts and hashes', () => {
    const hashes = [{ path: 'model.onnx', bytes: 12, sha256: 'ab'.repeat(32) }];
    const said = text(readmeFile(factsOf({ tied: [runOf('vit-1')] }), hashes));
    expect(said).toContain('temperature 1.25');
    expect(said).toContain('**40.0%**');
    expect(said).toContain('Tied with `vit-1`');
    expect(said).toContain('| **all** | 61 | 20 | 20 |');
    expect(said).toContain(`| \`model.onnx\` | 12 | \`${'ab'.repeat(32)}\` |`);
  });

  it('takes user-given names for text', () => {
    const body = readme().split('---\n').slice(2).join('---\n');
    expect(body).not.toMatch(/(?<!\\)<img/);
    expect(body).not.toContain('\n# head');
    const table = body.split('\n').filter((line) => line.startsWith('| a\\|b'));
    expect(table).toHaveLength(2);
    for (const line of table) expect(line.match(/(?<!\\)\|/g)!.length).toBeLessThanOrEqual(6);
  });

  it('is whole without the dataset', () => {
    const said = readme({ dataset: null, counts: null, perClass: null });
    expect(said).toContain('was not at hand');
    expect(said).not.toContain('undefined');
    expect(said).not.toContain('null');
  });
});

describe('quoting', () => {
  it('keeps YAML printable', () => {
    expect(yamlString('a"b\n\u0085\u2028\ufeff')).toBe('"a\\"b\\n\\u0085\\u2028\\ufeff"');
  });

  it('keeps Markdown plain', () => {
    expect(markdownText(' a\tb\n*c* \ud800')).toBe('a b \\*c\\* \ufffd');
    expect(markdownCode('a`b``c')).toBe('```a`b``c```');
    expect(markdownCode('`')).toBe('`` ` ``');
  });
});

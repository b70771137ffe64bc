import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportFile } from '../../core/contract/ingest';
import type { BatchProgress } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import { scoreOf } from '../../core/learning/statistics';
import type { Run } from '../../core/run';
import { openStore } from '../../core/store';
import type { Store } from '../../core/store/types';
import { readTable } from '../ingest/layout/table';
import { decodeBitmap, encodeBitmap } from '../ingest/testing/bitmap';
import { type EntryPlan, writeZip } from '../ingest/testing/zip-writer';
import type { EngineHandle } from '../training/engine-handle';
import { decodeRaw, engineInProcess, nodeHost, storeStripes, stripes } from '../training/testing';
import { Trainer } from '../training/trainer';

/** Pictures of the dataset are raw, those of the archives bitmaps. */
const decode = async (picture: Blob) =>
  picture.type === 'image/bmp'
    ? decodeBitmap(new Uint8Array(await picture.arrayBuffer()))
    : decodeRaw(picture);

let store: Store;
let run: Run;
const shared = engineInProcess(decode);

const trainerWith = (spawn: () => EngineHandle, engines = 1) => {
  const trainer = new Trainer(nodeHost(store, { spawn, engines }));
  trainer.open({ baseUrl: 'http://unused.test/' });
  return trainer;
};

const picture = (label: number, seed: number) => encodeBitmap(stripes(label, 3, 1000 + seed));
const archive = (entries: EntryPlan[]): ImportFile[] => [
  { path: 'more.zip', blob: new Blob([writeZip(entries)]) },
];
const many = (count: number): EntryPlan[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `angle ${i % 3}/${i}.bmp`,
    bytes: picture(i % 3, i),
  }));
const rowsOf = async (csv: Blob) => readTable(new Uint8Array(await csv.arrayBuffer()));
const quiet = () => {};

beforeAll(async () => {
  store = await openStore({ name: 'batches' });
  const dataset = await storeStripes(store, [12, 12, 12]);
  const options = { dataset: dataset.id, backbones: ['tiny_resnet'], preset: 'quick' as const };
  const { runs } = await trainerWith(() => shared).train('train', options, quiet);
  run = runs[0]!;
});

describe('predictFiles', () => {
  it('answers as single predictions do, a row a file in the order of the archive', async () => {
    const entries: EntryPlan[] = [
      { name: 'angle 1/z.bmp', bytes: picture(1, 1) },
      { name: '=cmd|x!A1.bmp', bytes: picture(2, 2) },
      { name: 'a, "b".bmp', bytes: picture(0, 3) },
      { name: 'Angle_0/broken.bmp', bytes: picture(0, 4).slice(0, 500) },
      { name: 'angle 0/Übung.bmp', bytes: picture(0, 5) },
      { name: 'two\nlines.bmp', bytes: picture(0, 6) },
      { name: 'readme.txt', bytes: new Uint8Array([65]) },
    ];
    const progress: BatchProgress[] = [];
    const trainer = trainerWith(() => shared);
    const result = await trainer.predictFiles('b', 'best', archive(entries), { topK: 2 }, (told) =>
      progress.push(told),
    );
    expect(result).toMatchObject({ runId: run.id, images: 5, cancelled: false, error: null });
    expect(result.failed).toEqual([
      { file: 'Angle_0/broken.bmp', reason: 'undecodable' },
      { file: 'readme.txt', reason: 'notAPicture' },
    ]);

    const text = await result.csv.text();
    expect(text.slice(0, 5)).toBe('file,');
    expect(text.match(/[^\r]\n/)).toBeNull();
    const [header, ...rows] = await rowsOf(result.csv);
    expect(header).toEqual(
      'file none_of_these top1 confidence1 top2 confidence2 label correct error'.split(' '),
    );
    expect(rows.map(([file]) => file)).toEqual([
      'angle 1/z.bmp',
      "'=cmd|x!A1.bmp",
      'a, "b".bmp',
      'Angle_0/broken.bmp',
      'angle 0/Übung.bmp',
      'two\ufffdlines.bmp',
      'readme.txt',
    ]);
    expect(rows[3]).toEqual([
      'Angle_0/broken.bmp',
      '',
      '',
      '',
      '',
      '',
      'angle 0',
      '',
      'undecodable',
    ]);
    const blobs = entries
      .filter((_, i) => i !== 3 && i !== 6)
      .map(({ bytes }) => new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/bmp' }));
    const alone = await trainer.predict(run.id, blobs, 2);
    const answered = rows.filter((row) => row.at(-1) === '');
    for (const [i, { predictions, none }] of alone.entries()) {
      const [, no, top1, confidence1, top2, confidence2] = answered[i]!;
      expect([no, top1, top2]).toEqual([
        none ? 'yes' : 'no',
        ...predictions.map(({ label }) => label),
      ]);
      expect(Number(confidence1)).toBeCloseTo(predictions[0]!.confidence, 4);
      expect(Number(confidence2)).toBeCloseTo(predictions[1]!.confidence, 4);
    }
    const right = answered.filter((row) => row[6] !== '' && row[2] === row[6]).length;
    expect(result.accuracy).toEqual(scoreOf(right, 2));
    expect(result.none + result.counts.reduce((a, b) => a + b)).toBe(5);
    expect(result.first).toHaveLength(7);
    expect(progress[0]).toMatchObject({ done: 0, total: null });
    expect(progress.at(-1)).toMatchObject({ done: 7, total: 7, failed: 2 });
    trainer.end();
  });

  it('leaves out what folders would tell where they name no known class', async () => {
    const files = archive([{ name: 'holiday/1.bmp', bytes: picture(0, 1) }]);
    const trainer = trainerWith(() => shared);
    const result = await trainer.predictFiles('b', run.id, files, {}, quiet);
    expect(result.accuracy).toBeNull();
    const [header] = await rowsOf(result.csv);
    expect(header!.slice(-2)).toEqual(['confidence3', 'error']);
    trainer.end();
  });

  it('keeps what is done when it is cancelled', async () => {
    const trainer = trainerWith(() => engineInProcess(decode));
    const result = await trainer.predictFiles('b', run.id, archive(many(400)), {}, ({ done }) => {
      if (done > 0) trainer.cancel('b');
    });
    expect(result.cancelled).toBe(true);
    expect(result.error).toBeNull();
    expect(result.images).toBeGreaterThan(0);
    expect(result.images).toBeLessThan(400);
    const [, ...rows] = await rowsOf(result.csv);
    expect(rows.map(([file]) => file)).toEqual(
      many(result.images).map(({ name }) => name as string),
    );
    trainer.end();
  });

  it('goes on with a fresh engine after a crash, and ends with what is done after two', async () => {
    const crashing = (from: number, times: number) => {
      let spawned = 0;
      let calls = 0;
      return () => {
        const handle = engineInProcess(decode);
        if (spawned++ >= times) return handle;
        const { predict } = handle.engine;
        let die: (error: LensmithError) => void = () => {};
        const crashed = new Promise<LensmithError>((resolve) => {
          die = resolve;
        });
        handle.engine.predict = (pictures, mirrored) => {
          if (++calls < from) return predict.call(handle.engine, pictures, mirrored);
          die(new LensmithError('workerCrashed'));
          return new Promise(() => {});
        };
        return { ...handle, crashed };
      };
    };
    const once = trainerWith(crashing(3, 1));
    const whole = await once.predictFiles('b', run.id, archive(many(24)), {}, quiet);
    expect(whole).toMatchObject({ images: 24, failed: [], error: null });
    once.end();

    const always = trainerWith(crashing(3, 99));
    const part = await always.predictFiles('b', run.id, archive(many(24)), {}, quiet);
    expect(part).toMatchObject({ images: 8, cancelled: false, error: { code: 'workerCrashed' } });
    expect(await rowsOf(part.csv)).toHaveLength(9);
    always.end();
  });

  it.each<[string, Blob | null, string]>([
    ['an empty archive', new Blob([writeZip([])]), 'noPictures'],
    ['no archive', new Blob(['text']), 'notAZip'],
    ['a cut archive', new Blob([writeZip(many(3)).slice(0, -40)]), 'zipTruncated'],
    ['junk', new Blob([writeZip([{ name: 'a.txt', bytes: new Uint8Array(4) }])]), 'noPictures'],
    [
      'a locked archive',
      new Blob([writeZip([{ name: 'a.bmp', bytes: picture(0, 1), flags: 1 }])]),
      'zipEncrypted',
    ],
    ['nothing', null, 'noPictures'],
  ])('refuses %s before an engine is opened', async (_, blob, code) => {
    const trainer = trainerWith(() => {
      throw new Error('no engine is wanted');
    });
    const files = blob ? [{ path: 'bad.zip', blob }] : [];
    const fault = trainer.predictFiles('b', run.id, files, {}, quiet);
    await expect(fault).rejects.toMatchObject({ code });
    trainer.end();
  });

  it('refuses runs and options that are none', async () => {
    const trainer = trainerWith(() => shared);
    const ask = (id: string, topK: number) =>
      trainer.predictFiles('b', id, archive(many(1)), { topK }, quiet);
    await expect(ask('nobody', 3)).rejects.toMatchObject({ code: 'unknownRun' });
    await expect(ask(run.id, 0)).rejects.toMatchObject({ code: 'badOption' });
    trainer.end();
  });
});

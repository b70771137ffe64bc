import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportProgress, ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import { openStore } from '../../../core/store';
import type { Store } from '../../../core/store/types';
import { memoryLimit, memorySpool } from '../../ingest/zip/spool';
import { engineInProcess, nodeHost, storeStripes } from '../../training/testing';
import { Trainer } from '../../training/trainer';
import type { FormatsContext } from '../context';
import { baseUrl, contextOf } from '../import/testing';
import { Handover } from './destination';
import { exportRun } from './export-run';

const kit = ['predict.py', 'requirements.txt'];
const shared = engineInProcess();
let store: Store;
let context: FormatsContext;
let run: Run;

const hexHash = async (content: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex');

const kitFile = async (path: string) =>
  Uint8Array.from(await readFile(new URL(`../../../public/kit/${path}`, import.meta.url)));

/** What a static host has of the kit, from where it lies in this repository. */
async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = url.slice(`${baseUrl}kit/`.length);
  if (path !== 'files.json') return kitFile(path);
  const entries = kit.map(async (name) => {
    const content = await kitFile(name);
    return { path: name, bytes: content.length, sha256: await hexHash(content) };
  });
  return new TextEncoder().encode(JSON.stringify(await Promise.all(entries)));
}

beforeAll(async () => {
  store = await openStore({ name: 'export' });
  context = { ...contextOf(store), fetchBytes, spawnEngine: () => shared };
  const dataset = await storeStripes(store, [20, 20, 20]);
  const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
  trainer.open({ baseUrl });
  const options = { dataset: dataset.id, backbones: ['tiny_resnet'], depth: 'head' } as const;
  const [trained] = (await trainer.train('job', { ...options, epochs: 1 }, () => {})).runs;
  run = { ...trained!, classes: ['a/b: "c"', '猫 🐈 قط', 'x'.repeat(200)] };
  await store.runs.put(run);
}, 120_000);

interface Choices {
  id?: string;
  signal?: AbortSignal;
  target?: FileSystemFileHandle;
  changes?: Partial<FormatsContext>;
  onProgress?: (progress: ExportProgress) => void;
}

function take(request: ExportRequest, choices: Choices = {}) {
  const { id = run.id, target = null, changes, onProgress = () => {} } = choices;
  const { signal = new AbortController().signal } = choices;
  const handover = new Handover(async () => memorySpool(memoryLimit));
  return exportRun(
    ...([{ ...context, ...changes }, handover, signal, id, request, target, onProgress] as const),
  );
}

async function unpacked(file: Blob | null) {
  const entries = unzipSync(new Uint8Array(await file!.arrayBuffer()));
  return new Map(Object.entries(entries));
}

const parsed = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));

describe('an export', () => {
  it('as a bundle holds every form, what describes it, and the hashes of all', async () => {
    const { file, bytes, certificate } = await take({ format: 'bundle' });
    expect(file!.size).toBe(bytes);
    const files = await unpacked(file);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        ...['tfjs/model.json', 'tfjs/group1-shard1of1.bin', 'model.onnx', 'model.safetensors'],
        ...['config.json', 'labels.json', 'preprocess.json', 'lensmith.json', 'README.md'],
        ...['certificate.json', 'LICENSES/Apache-2.0.txt', ...kit],
      ]),
    );
    expect(parsed(files.get('labels.json'))).toEqual(run.classes);
    expect(parsed(files.get('certificate.json'))).toEqual(certificate);
    expect(certificate!.checks.map(({ passed }) => passed)).toEqual([true, true, true]);
    const listed = new Map(certificate!.files.map((entry) => [entry.path, entry.sha256]));
    for (const [path, content] of files) {
      if (path === 'README.md' || path === 'certificate.json') continue;
      expect(listed.get(path), path).toBe(await hexHash(content as Uint8Array<ArrayBuffer>));
    }
  });

  it.each([
    [{ format: 'tfjs', precision: 'fp16' }, ['tfjs/model.json', 'certificate.json']],
    [{ format: 'safetensors' }, ['model.safetensors', 'config.json']],
    [{ format: 'mlflow' }, []],
  ] as const)('as %o is an archive of its own', async (request, expected) => {
    const files = await unpacked((await take(request)).file);
    expect([...files.keys()]).toEqual(expect.arrayContaining([...expected]));
    if (request.format === 'mlflow') {
      expect([...files.keys()].every((path) => path.startsWith('mlruns/'))).toBe(true);
    }
  });

  it.each([{ format: 'onnx', variant: 'int8' }, { format: 'pytorch' }] as const)(
    'as %o is a file that its readers open as it is',
    async (request) => {
      const { file, certificate } = await take(request);
      expect(certificate!.checks[0]!.passed).toBe(true);
      expect(certificate!.files).toHaveLength(1);
      const digest = await crypto.subtle.digest('SHA-256', await file!.arrayBuffer());
      expect(Buffer.from(digest).toString('hex')).toBe(certificate!.files[0]!.sha256);
    },
  );

  it('reports each phase to its end', async () => {
    const steps: ExportProgress[] = [];
    await take({ format: 'onnx', variant: 'float' }, { onProgress: (step) => steps.push(step) });
    expect([...new Set(steps.map(({ phase }) => phase))]).toEqual([
      'loading',
      'checking',
      'writing',
    ]);
    for (const phase of ['checking', 'writing']) {
      const { done, total } = steps.findLast((step) => step.phase === phase)!;
      expect(done).toBe(total);
    }
  });
});

describe('what cannot be exported', () => {
  it.each([
    [{ format: 'keras' }, 'badOption'],
    [{ format: 'onnx', variant: 'fp8' }, 'badOption'],
    [{ format: 'tfjs' }, 'badOption'],
  ])('%o: %s', async (request, code) => {
    await expect(take(request as ExportRequest)).rejects.toMatchObject({ code });
  });

  it('is a run that is not there or not finished', async () => {
    await expect(take({ format: 'bundle' }, { id: 'nobody' })).rejects.toMatchObject({
      code: 'unknownRun',
    });
    const failed: Run = { ...run, id: 'failed', status: 'failed' };
    await store.runs.put(failed);
    await expect(take({ format: 'bundle' }, { id: 'failed' })).rejects.toMatchObject({
      code: 'unknownRun',
    });
    await store.runs.remove('failed');
  });

  it('is a bundle without the files that go with it', async () => {
    const changes = { fetchBytes: () => Promise.reject(new Error('offline')) };
    await expect(take({ format: 'bundle' }, { changes })).rejects.toMatchObject({
      code: 'kitUnavailable',
    });
  });

  it('stops when it is cancelled while it is checked', async () => {
    const stopper = new AbortController();
    const reason = new Error('cancelled');
    const onProgress = ({ phase }: ExportProgress) => {
      if (phase === 'checking') stopper.abort(reason);
    };
    // Not exported before, so that nothing is remembered of it.
    const request = { format: 'tfjs', precision: 'fp32' } as const;
    const odd = { ...context.store, artifacts: { ...store.artifacts, get: forgetful } };
    const changes = { store: odd };
    await expect(take(request, { changes, signal: stopper.signal, onProgress })).rejects.toBe(
      reason,
    );
  });
});

/** The store without what certificates remember. */
function forgetful<T>(name: string): Promise<T | null> {
  return name.includes('/parity') ? Promise.resolve(null) : store.artifacts.get<T>(name);
}

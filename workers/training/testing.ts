import type { Dataset, Picture, Split } from '../../core/dataset';
import type { Pixels } from '../../core/preprocessing/types';
import { createRandom } from '../../core/random';
import type { Store } from '../../core/store/types';
import { Engine } from '../engine/engine';
import { fetchBytes } from '../engine/loader';
import { nativeBuilds } from '../engine/native/testing';
import { surroundings } from '../engine/probe';
import { memoryLimit, memorySpool } from '../ingest/zip/spool';
import type { EngineHandle } from './engine-handle';
import type { TrainerHost } from './host';

const SIDE = 40;

/** A picture of the test sets: its bytes are its pixels. */
export function rawPicture(pixels: Pixels): Blob {
  return new Blob([
    Uint8Array.of(pixels.width, pixels.height),
    pixels.data as Uint8Array<ArrayBuffer>,
  ]);
}

export async function decodeRaw(picture: Blob): Promise<Pixels> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const [width, height] = bytes;
  if (bytes.length !== 2 + width * height * 3) throw new Error('not a raw picture');
  return { width, height, data: bytes.subarray(2) };
}

/** Stripes: the class is in their direction, the rest is chance and noise. */
export function stripes(label: number, classes: number, seed: number): Pixels {
  const random = createRandom(seed).fork(`picture of ${label}`);
  const angle = (Math.PI * label) / classes + 0.15 * random.normal();
  const [frequency, phase] = [0.7 + 0.2 * random.uniform(), 6 * random.uniform()];
  const colour = [random.uniform(), random.uniform(), random.uniform()];
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const wave = Math.sin(frequency * (x * Math.cos(angle) + y * Math.sin(angle)) + phase);
    for (let c = 0; c < 3; c++) {
      const value = 110 + 70 * wave + 40 * colour[c] + 20 * random.normal();
      data[3 * i + c] = Math.max(0, Math.min(255, value));
    }
  }
  return { width: SIDE, height: SIDE, data };
}

/** Stores a dataset of `counts[label]` striped pictures a class. */
export async function storeStripes(
  store: Store,
  counts: readonly number[],
  ownSplit: (ordinal: number) => Split | null = () => null,
): Promise<Dataset> {
  const id = crypto.randomUUID();
  const writer = store.datasets.writer(id);
  const pictures: Picture[] = [];
  for (const [label, count] of counts.entries()) {
    for (let i = 0; i < count; i++) {
      const ordinal = pictures.length;
      const blob = rawPicture(stripes(label, counts.length, ordinal));
      const bytes = await blob.arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      const picture: Picture = {
        id: `${id}/${ordinal}`,
        datasetId: id,
        ordinal,
        file: `${label}/${i}.raw`,
        label,
        width: SIDE,
        height: SIDE,
        bytes: blob.size,
        hash,
        perceptualHash: '0'.repeat(16),
        group: ordinal,
        ownSplit: ownSplit(ordinal),
      };
      pictures.push(picture);
      await writer.add(picture, { original: blob, copy: null, thumbnail: blob });
    }
  }
  const dataset: Dataset = {
    id,
    name: 'stripes.zip',
    createdAt: 0,
    hash: `hash of ${counts}`,
    classes: counts.map((_, label) => `angle ${label}`),
    images: pictures.length,
    bytes: pictures.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped: [],
    nearDuplicateGroups: 0,
    ownSplit: false,
  };
  await writer.commit(dataset, pictures);
  await store.datasets.setCurrent(id);
  return dataset;
}

/** A real engine in this process; `crash` ends it as a worker's death would. */
export function engineInProcess(
  decode: (picture: Blob) => Promise<Pixels> = decodeRaw,
  fetchFile = fetchBytes,
  openStore?: () => Promise<Store>,
): EngineHandle & { engine: Engine; ended: boolean } {
  const native = async () => (await nativeBuilds())[0]!;
  const engine = new Engine({
    ...{ fetchBytes: fetchFile, decode, surroundings: surroundings(), native, openStore },
  });
  const handle = {
    engine,
    api: engine,
    crashed: new Promise<never>(() => {}),
    ended: false,
    end() {
      handle.ended = true;
    },
  };
  return handle;
}

/** Node as a trainer finds it: one engine in process, no locks, no disk. */
export function nodeHost(store: Store, changes: Partial<TrainerHost> = {}): TrainerHost {
  return {
    openStore: async () => store,
    spawn: () => engineInProcess(decodeRaw, fetchBytes, async () => store),
    decode: decodeRaw,
    locks: null,
    disk: async () => null,
    spool: async () => memorySpool(memoryLimit),
    memoryBytes: 2 ** 28,
    diskBytes: 0,
    engines: 1,
    // What is trained must not hang on how busy the machine is.
    tailBudget: () => Number.POSITIVE_INFINITY,
    ...changes,
  };
}

import type { EngineApi, PixelBatch } from '../../../core/contract/engine';
import type { Picture } from '../../../core/dataset';
import { softmax } from '../../../core/learning/metrics';
import type { Preprocessing } from '../../../core/preprocessing/types';
import type { Run } from '../../../core/run';
import { pictureBlob } from '../../training/features';
import { modelOf } from '../../training/find-run';
import { EnginePool } from '../../training/pool';
import type { FormatsContext } from '../context';
import { parityPictures } from './pictures';

/** Pictures answered at a time, by Lensmith and by a reader. */
const batchSize = 16;

/** What exports are held against: pictures as the network is shown them, and Lensmith's answers. */
export interface Reference {
  readonly pictures: readonly Picture[];
  readonly batches: readonly PixelBatch[];
  /** What answers: version, backend and device. */
  readonly name: string;
  /** [pictures, classes]; computed while readers begin. */
  readonly probabilities: Promise<Float32Array>;
  end(): void;
}

/** Throws unknownRun and what engines throw. Without pictures no engine is started. */
export async function referenceOf(
  { store, spawnEngine, baseUrl }: FormatsContext,
  run: Run,
  preprocessing: Preprocessing,
  lensmith: string,
): Promise<Reference> {
  const pictures = await parityPictures(store, run);
  if (pictures.length === 0) {
    const probabilities = Promise.resolve(new Float32Array());
    return { pictures, batches: [], name: lensmith, probabilities, end: () => {} };
  }
  const pool = await EnginePool.open(spawnEngine, { baseUrl }, 1);
  try {
    const tail = await modelOf(store, run);
    const blobs = await Promise.all(
      pictures.map((picture) => pictureBlob(store, picture, preprocessing)),
    );
    const batches = await pool.useAny(async (engine) => {
      const model = { backbone: run.backbone, depth: run.depth };
      await engine.useModel(model, run.classes.length, tail);
      const made: PixelBatch[] = [];
      for (const part of parts(blobs)) made.push((await engine.pixels(part)).batch);
      return made;
    });
    const probabilities = pool.useAny((engine) => answers(engine, blobs, run.classes.length));
    probabilities.catch(() => {});
    const { backend, adapter } = pool.device;
    const name = `${lensmith} (${backend}, ${adapter})`;
    return { pictures, batches, name, probabilities, end: () => pool.close() };
  } catch (error) {
    pool.close();
    throw error;
  }
}

async function answers(engine: EngineApi, blobs: readonly Blob[], classes: number) {
  const all = new Float32Array(blobs.length * classes);
  let at = 0;
  for (const part of parts(blobs)) {
    const { logits } = await engine.predict(part);
    all.set(softmax(logits.data, classes), at);
    at += logits.data.length;
  }
  return all;
}

function parts<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / batchSize);
  return Array.from({ length: count }, (_, i) => items.slice(i * batchSize, (i + 1) * batchSize));
}

import type { HeadRequest, PixelBatch, TensorData } from '../../../core/contract/engine';
import type { EnginePool } from '../../../workers/training/pool';
import { openPool } from '../engines';

const engines = 2;
const chunk = 16;
/** Pictures that ranges are taken from: the first of the training pictures, which are in random order. */
const calibrated = 32;
/** Inverse strengths to choose from, by the loss on a fifth of the training pictures. */
const strengths = [0.001, 0.01, 0.1, 1];

export interface Labelled {
  /** Grey pictures, side x side, one byte a pixel. */
  data: number[][];
  labels: number[];
}

/** Test accuracies of heads on float32 features, on 8-bit ones, and fitted on 8-bit, used on float32. */
export interface Accuracies {
  float: number;
  int8: number;
  crossed: number;
}

/** Heads of one backbone on the same pictures, with either trunk. */
export async function int8Accuracy(
  backbone: string,
  side: number,
  classes: number,
  train: Labelled,
  test: Labelled,
): Promise<Accuracies> {
  const pool = await openPool(engines);
  const model = { backbone, depth: 'head' } as const;
  try {
    const pictures = await Promise.all(
      [...train.data, ...test.data].map((grey) => png(grey, side)),
    );
    const pixels = await decoded(pool, backbone, pictures);
    const size = pixels.data.length / pixels.shape[0];
    const ranges = await pool.use(model, (engine) =>
      engine.calibrate({
        shape: [calibrated, ...(pixels.shape.slice(1) as [number, number, number])],
        data: pixels.data.slice(0, calibrated * size),
      }),
    );
    const float = await features(pool, { ...model }, pixels);
    const int8 = await features(pool, { ...model, ranges }, pixels);
    const count = train.labels.length;
    const accuracy = async (fitted: TensorData, used: TensorData) => {
      const part = (rows: TensorData, from: number, to: number) => sliced(rows, from, to);
      const fifth = Math.floor(count / 5);
      const common = { classes, iterations: 200, tolerance: 1e-5 };
      const request = (from: number, strengths: number[], heldOut: TensorData, labels: number[]) =>
        ({
          ...common,
          features: part(fitted, from, count),
          labels: Int32Array.from(train.labels.slice(from)),
          sampleWeights: new Float32Array(count - from).fill(1),
          ...{ strengths, heldOut, heldOutLabels: Int32Array.from(labels) },
        }) satisfies HeadRequest;
      const validation = train.labels.slice(0, fifth);
      const [search] = await pool.map(model, [0], (engine) =>
        engine.fitHead('search', request(fifth, strengths, part(fitted, 0, fifth), validation)),
      );
      const losses = search!.map((fit) => fit.curve.at(-1)!.heldOutLoss!);
      const best = strengths[losses.indexOf(Math.min(...losses))]!;
      const held = part(used, count, count + test.labels.length);
      const [final] = await pool.map(model, [0], (engine) =>
        engine.fitHead('final', request(0, [best], held, test.labels)),
      );
      return final![0]!.curve.at(-1)!.heldOutAccuracy!;
    };
    return {
      float: await accuracy(float, float),
      int8: await accuracy(int8, int8),
      crossed: await accuracy(int8, float),
    };
  } finally {
    pool.close();
  }
}

async function png(grey: number[], side: number): Promise<Blob> {
  const rgba = Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) =>
    i % 4 === 3 ? 255 : grey[i >> 2]!,
  );
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, side, side), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function decoded(pool: EnginePool, backbone: string, blobs: Blob[]): Promise<PixelBatch> {
  return pool.use({ backbone, depth: 'head' }, async (engine) => {
    const { batch, failed } = await engine.pixels(blobs);
    if (failed.length > 0) throw new Error(`${failed.length} pictures were not decoded`);
    return batch;
  });
}

async function features(
  pool: EnginePool,
  model: Parameters<EnginePool['use']>[0],
  { shape, data }: PixelBatch,
): Promise<TensorData> {
  const [count, ...picture] = shape;
  const size = data.length / count;
  const starts = Array.from({ length: Math.ceil(count / chunk) }, (_, i) => i * chunk);
  const parts = await pool.map(model, starts, async (engine, start) => {
    const rows = Math.min(chunk, count - start);
    const part = data.slice(start * size, (start + rows) * size);
    return (await engine.trunk({ shape: [rows, ...picture], data: part })).data;
  });
  const width = parts[0]!.length / Math.min(chunk, count);
  const all = new Float32Array(count * width);
  for (const [i, part] of parts.entries()) all.set(part, starts[i]! * width);
  return { shape: [count, width], data: all };
}

function sliced({ shape, data }: TensorData, from: number, to: number): TensorData {
  const width = shape[1]!;
  return { shape: [to - from, width], data: data.slice(from * width, to * width) };
}

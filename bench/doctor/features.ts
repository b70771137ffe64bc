import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Pixels } from '../../core/preprocessing/types';
import { engineInProcess } from '../../workers/training/testing';

const root = resolve(import.meta.dirname, '../..');
const backbone = 'mobilenetv3_large_100';
const batch = 16;

/**
 * Features of one backbone, [N, D] float32, computed once by an engine in this process and kept in
 * `.cache/bench` under `name`, which has to say all that the pictures are.
 */
export async function features(
  name: string,
  pictures: readonly Pixels[],
): Promise<{ data: Float32Array; width: number }> {
  const path = join(root, '.cache/bench/doctor', `${name}-${backbone}-${pictures.length}.f32`);
  try {
    const data = new Float32Array(new Uint8Array(readFileSync(path)).buffer);
    return { data, width: data.length / pictures.length };
  } catch {
    const data = await compute(pictures);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, new Uint8Array(data.buffer));
    return { data, width: data.length / pictures.length };
  }
}

async function compute(pictures: readonly Pixels[]): Promise<Float32Array> {
  const decode = async (blob: Blob) => pictures[Number(await blob.text())];
  const fetchFile = async (url: string) =>
    new Uint8Array(
      await readFile(join(root, 'model-zoo', url.slice('file:///'.length).split('?')[0]!)),
    );
  const { engine } = engineInProcess(decode, fetchFile);
  await engine.open({ baseUrl: 'file:///', backend: 'wasm' });
  const info = await engine.load({ backbone, depth: 'head' });
  const width = info.cutShape.reduce((a, b) => a * b, 1);
  const out = new Float32Array(pictures.length * width);
  for (let at = 0; at < pictures.length; at += batch) {
    const chunk = Array.from({ length: Math.min(batch, pictures.length - at) }, (_, i) => at + i);
    const { batch: pixels } = await engine.pixels(chunk.map((i) => new Blob([`${i}`])));
    out.set((await engine.trunk(pixels)).data, at * width);
    if (at % 512 === 0) console.error(`  features ${at} of ${pictures.length}`);
  }
  return out;
}

import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readStoredModel } from '../model-zoo/convert/cli/stored-model';
import { readGraphModelWeights } from '../model-zoo/convert/graph-model/read';
import { type TensorToStore, writeSafetensors } from '../model-zoo/convert/safetensors';
import { toTorchLayout } from '../model-zoo/convert/torch-layout';
import { parameters } from '../model-zoo/graph/parameters';
import { backboneGraph, card, starterBackbones } from '../model-zoo/zoo';
import { runPeer } from './python';

/** What peers need and git must not hold. */
export const cacheFolder = resolve(import.meta.dirname, '../.cache/bench');

const stored = (id: string) =>
  statSync(resolve(import.meta.dirname, `../model-zoo/weights/${id}/model.json`)).mtimeMs;

function upToDate(file: string, id: string): boolean {
  return existsSync(file) && statSync(file).mtimeMs > stored(id);
}

/** A folder with the starter weights as timm-named `<id>.safetensors`. */
export async function starterWeights(): Promise<string> {
  const folder = join(cacheFolder, 'weights');
  mkdirSync(folder, { recursive: true });
  for (const id of starterBackbones) {
    const file = join(folder, `${id}.safetensors`);
    if (upToDate(file, id)) continue;
    const { json, shards } = await readStoredModel(id);
    const values = readGraphModelWeights(json, shards);
    const tensors = new Map<string, TensorToStore>();
    for (const { name, kind } of parameters(backboneGraph(card(id)))) {
      const { shape, data } = toTorchLayout(kind, values.get(name)!);
      tensors.set(name, { dtype: 'F32', shape, data });
    }
    writeFileSync(file, writeSafetensors(tensors));
  }
  return folder;
}

/** Makes `.cache/bench/onnx/<id>.onnx`, which the bench page serves. Throws without a Python. */
export async function exportOnnx(id: string): Promise<void> {
  const folder = join(cacheFolder, 'onnx');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${id}.onnx`);
  if (upToDate(file, id)) return;
  runPeer('export_onnx.py', [await starterWeights(), id, file]);
}

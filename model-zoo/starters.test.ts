import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../core/preprocessing/prepare';
import type { Pixels, Preprocessing } from '../core/preprocessing/types';
import { execute } from '../workers/engine/execute';
import { disposeAll, upload } from '../workers/engine/parameters';
import { relativeError } from '../workers/engine/parity';
import { useBackend } from '../workers/engine/testing';
import { readStoredModel } from './convert/cli/stored-model';
import { readGraphModelWeights } from './convert/graph-model/read';
import goldens from './golden/data/starters.json';
import { backboneGraph, card, starterBackbones } from './zoo';

/** float32 sums in another order than PyTorch's; the pixels are the same to the bit. */
const tolerance = 1e-4;

/** The golden's grey pictures, as decoding gives them. */
const pictures = goldens.pictures.map((base64): Pixels => {
  const grey = Buffer.from(base64, 'base64');
  const data = Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]!);
  return { width: goldens.width, height: goldens.height, data };
});

/** [N, H, W, 3], as the network wants it. */
function batch(preprocessing: Preprocessing): tf.Tensor {
  const { inputSize, mean, std } = preprocessing;
  const rows = pictures.map((picture) =>
    Array.from(prepare(picture, preprocessing), (value, i) => {
      return (value / 255 - mean[i % 3]!) / std[i % 3]!;
    }),
  );
  return tf.tensor(rows.flat(), [rows.length, ...inputSize, 3]);
}

describe('starter weights give timm’s features', () => {
  beforeAll(() => useBackend('wasm'));

  it('have a golden each', () => {
    expect(goldens.starters.map(({ id }) => id)).toEqual(starterBackbones);
  });

  it.each(goldens.starters)('$id', async ({ id, pooled }) => {
    const graph = backboneGraph(card(id));
    const { json, shards } = await readStoredModel(id);
    const weights = upload(graph, readGraphModelWeights(json, shards));
    const input = batch(card(id).preprocessing);
    const [features] = execute(graph, weights, input);
    expect(features!.shape).toEqual([pictures.length, ...pooled.shape]);
    expect(relativeError('pooled', await features!.data(), pooled)).toBeLessThanOrEqual(tolerance);
    tf.dispose([input, features!]);
    disposeAll(weights);
  });
});

import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../../../workers/engine/execute';
import { disposeAll, upload } from '../../../workers/engine/parameters';
import { normalise } from '../../../workers/engine/pixels';
import { architectures } from '../../architectures';
import type { ArchitectureName } from '../../card';
import { fillParameters, uniform } from '../../golden/fill';
import { parameters } from '../../graph/parameters';
import { foldBatchNorm } from '../../graph/passes/fold-batch-norm';
import type { ExportedFile, TrainedModel } from '../exported';
import { tfjsFiles } from './tfjs-files';
import type { GraphModelJson } from './types';

/** Of a probability: fused kernels sum in another order. */
const tolerance = 1e-4;
/** With 11 significant bits a weight, and the many layers of weights that nobody trained. */
const halfTolerance = 2e-2;

const classes = ['cat', 'dog', 'Kätzchen', '狐'];
const batch = 3;

/** Odd and not square, so that padding which differs per side and turned axes show. */
const sizes: Record<ArchitectureName, [height: number, width: number]> = {
  tiny_mobilenetv3: [40, 57],
  tiny_resnet: [57, 40],
  tiny_efficientnet: [40, 57],
  tiny_efficientnet_lite: [57, 41],
  tiny_vit: [40, 56],
  mobilenetv3_large_100: [64, 65],
  resnet18: [65, 64],
  efficientnet_b0: [64, 65],
  tf_efficientnet_lite0: [71, 64],
  vit_tiny_patch16_224: [64, 32],
  vit_small_patch16_224: [32, 32],
  vit_base_patch16_224: [16, 32],
};
const names = Object.keys(sizes) as ArchitectureName[];

function modelOf(architecture: ArchitectureName): TrainedModel {
  const inputSize = sizes[architecture];
  const graph = architectures[architecture]({ inputSize, classes: classes.length });
  return {
    architecture,
    graph,
    parameters: fillParameters(graph),
    classes,
    preprocessing: {
      inputSize,
      cropPct: 0.875,
      interpolation: 'bicubic',
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    },
  };
}

/** What `tf.loadGraphModel(url)` fetches, from memory: the library's own handler does the rest. */
function open(files: readonly ExportedFile[]) {
  const served = async (url: string) => {
    const file = files.find(({ path }) => path === url);
    if (!file) return new Response(null, { status: 404 });
    return new Response(new Blob([...file.content()]), {
      headers: {
        'content-type': url.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      },
    });
  };
  const fetchFunc = served as unknown as typeof fetch;
  return loadGraphModel('tfjs/model.json', { fetchFunc });
}

function jsonOf(files: readonly ExportedFile[]): GraphModelJson {
  return JSON.parse(new TextDecoder().decode([...files[0]!.content()][0]));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => {
    const difference = Math.abs(value - b[i]!);
    return difference <= most ? most : difference;
  }, 0);
}

beforeAll(async () => {
  // The stock kernels and nothing of ours.
  await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
});

describe.each(names)('%s in stock tfjs', (architecture) => {
  const model = modelOf(architecture);
  const [height, width] = model.preprocessing.inputSize;
  const shape: [number, number, number, number] = [batch, height, width, 3];
  const data = Uint8Array.from(uniform('pictures', batch * height * width * 3), (v) => 256 * v);

  it('answers as Lensmith does, in batches of three and of one', async () => {
    const weights = upload(model.graph, model.parameters);
    const expected = tf.tidy(() => {
      const [logits] = execute(
        model.graph,
        weights,
        normalise({ shape, data }, model.preprocessing),
      );
      return tf.softmax(logits!).dataSync() as Float32Array;
    });
    disposeAll(weights);
    const before = tf.memory().numTensors;
    for (const [precision, allowed] of [
      ['fp32', tolerance],
      ['fp16', halfTolerance],
    ] as const) {
      const network = await open(tfjsFiles(model, { precision }));
      expect(network.metadata).toEqual({
        architecture,
        labels: classes,
        preprocessing: model.preprocessing,
      });
      expect(network.inputs.map((input) => [input.name, input.shape])).toEqual([
        ['image', [-1, height, width, 3]],
      ]);
      for (const pictures of [batch, 1]) {
        const image = tf.tensor(
          data.slice(0, pictures * height * width * 3),
          [pictures, ...shape.slice(1)],
          'float32',
        );
        const answers = network.predict(image) as tf.Tensor[];
        expect(answers.map((answer) => answer.shape)).toEqual([
          [pictures, 4],
          [pictures, 4],
        ]);
        const [probabilities, logits] = answers as [tf.Tensor2D, tf.Tensor2D];
        const found = probabilities.dataSync();
        const own = tf.tidy(() => tf.softmax(logits).dataSync());
        expect(largestDifference(found, expected.slice(0, found.length))).toBeLessThan(allowed);
        expect(largestDifference(found, own)).toBeLessThan(1e-6);
        tf.dispose([image, ...answers]);
      }
      network.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is in inference form', () => {
    const ops = new Set(
      jsonOf(tfjsFiles(model, { precision: 'fp32' })).modelTopology.node.map((node) => node.op),
    );
    for (const slow of ['FusedBatchNormV3', 'BiasAdd', 'MatMul']) expect(ops).not.toContain(slow);
    expect(ops).not.toContain('Conv2D');
  });

  // Tiny networks have nothing that a description could be small beside.
  it.skipIf(architecture.startsWith('tiny_'))('takes its parameters’ bytes and 2% at most', () => {
    const folded = parameters(foldBatchNorm(model.graph, model.parameters).graph);
    const count = folded.reduce((sum, it) => sum + it.shape.reduce((a, b) => a * b, 1), 0);
    for (const [precision, each] of [
      ['fp32', 4],
      ['fp16', 2],
    ] as const) {
      const files = tfjsFiles(model, { precision });
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      expect(bytes).toBeGreaterThan(each * count);
      expect(bytes).toBeLessThan(1.02 * each * count);
      for (const file of files) {
        let length = 0;
        for (const piece of file.content()) length += piece.length;
        expect(length).toBe(file.bytes);
      }
    }
  });
});

it('names the first parameter that does not fit', () => {
  const model = modelOf('tiny_resnet');
  const parameters = new Map(model.parameters);
  parameters.delete('bn1.weight');
  expect(() => tfjsFiles({ ...model, parameters }, { precision: 'fp32' })).toThrow(/bn1\.weight/);
});

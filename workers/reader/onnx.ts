import * as ort from 'onnxruntime-web/wasm';
import type { PixelBatch } from '../../core/contract/engine';
import type { ReaderFile, ReaderInput } from '../../core/contract/reader';
import { LensmithError } from '../../core/errors';
import { fetchBytes } from '../engine/loader';
import type { Opened, ReaderAssets } from './opened';

/** An ONNX model in onnxruntime-web, on one thread. */
export async function openOnnx(
  files: readonly ReaderFile[],
  input: ReaderInput,
  wasmUrl: ReaderAssets['onnxruntime'],
): Promise<Opened> {
  if (wasmUrl) ort.env.wasm.wasmBinary = await runtime(wasmUrl);
  // Threads want a cross-origin isolated page, and other readers work beside this one.
  ort.env.wasm.numThreads = 1;
  const [file] = files;
  if (!file) throw new Error('there is no file');
  const session = await ort.InferenceSession.create(new Uint8Array(file.data), {
    executionProviders: ['wasm'],
  });
  return {
    version: `onnxruntime-web ${ort.env.versions.web} (wasm)`,
    async probabilities(pixels) {
      const image = input.layout === 'pixels' ? asPixels(pixels) : asPlanes(pixels, input);
      const { probabilities } = await session.run({ image }, ['probabilities']);
      if (!(probabilities?.data instanceof Float32Array)) {
        throw new Error('there are no float32 probabilities');
      }
      const values = probabilities.data.slice();
      probabilities.dispose();
      return values;
    },
    close: () => session.release(),
  };
}

/** Not in the page's precache for its 14 MB: kept from its first use on. Throws readerUnavailable. */
async function runtime(url: string): Promise<ArrayBuffer> {
  try {
    return (await fetchBytes(url)).buffer;
  } catch (cause) {
    throw new LensmithError('readerUnavailable', { reader: 'onnxruntime-web' }, { cause });
  }
}

function asPixels({ shape, data }: PixelBatch): ort.Tensor {
  return new ort.Tensor('uint8', data, shape);
}

/** [N, 3, H, W], normalised. */
function asPlanes(
  { shape: [count, height, width, channels], data }: PixelBatch,
  { mean, std }: Extract<ReaderInput, { layout: 'normalised' }>,
): ort.Tensor {
  const area = height * width;
  const planes = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const channel = i % channels;
    const pixel = Math.floor(i / channels);
    const picture = Math.floor(pixel / area);
    planes[(picture * channels + channel) * area + (pixel % area)] =
      (data[i]! / 255 - mean[channel]!) / std[channel]!;
  }
  return new ort.Tensor('float32', planes, [count, channels, height, width]);
}

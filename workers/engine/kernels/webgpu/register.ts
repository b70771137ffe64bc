import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { convInfo as infoOf } from '../conv-geometry';
// Their compositions are registered first, so that ours replace them.
import '../activations';
import '../adam-w';
import '../attention';
import '../channel-affine';
import '../layer-norm';
import '../stock-gradients';
import '../sum-to';
import { adamW } from './adam-w';
import { attention, attentionGradient } from './attention';
import { filterGradient, forward, inputGradient } from './conv2d';
import { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
import { compute, type Variant } from './device';
import { channelAffine, elementwise, expressions } from './elementwise';
import { runGemm } from './gemm';
import type { FusedActivation } from './gemm-spec';
import { matMul } from './mat-mul';
import { layerNorm, layerNormInputGradient, softmax, standardise } from './rows';
import { sumRows } from './sum-rows';

type Shape4 = [number, number, number, number];
type Inputs = Record<string, tf.TensorInfo>;
type Attributes = Record<string, never>;
type Kernel = (
  backend: WebGPUBackend,
  inputs: Inputs,
  attributes: Attributes,
) => tf.TensorInfo | tf.TensorInfo[] | null;

const fusable = new Set<unknown>([undefined, null, 'linear', 'relu', 'relu6', 'sigmoid']);

/**
 * Replaces tfjs-webgpu's kernels, and the compositions of ours, by one or a few passes each.
 * `direct` is for software adapters: no workgroup memory. What ours does not cover (other dtypes,
 * dilation, other activations) goes on to the kernel that was there.
 */
export function registerWebgpuKernels(variant: Variant): void {
  for (const [kernelName, kernel] of Object.entries(kernels(variant))) {
    const stock = stockKernel(kernelName);
    if (tf.getKernel(kernelName, 'webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: (call) => {
        const inputs = call.inputs as Inputs;
        const backend = call.backend as WebGPUBackend;
        const usable = Object.values(inputs).every((x) => !x || x.dtype === 'float32');
        const done = usable ? kernel(backend, inputs, call.attrs as unknown as Attributes) : null;
        if (done) return done;
        if (!stock) throw new Error(`${kernelName} on WebGPU is for float32 only`);
        return stock(call);
      },
    });
  }
}

/** Kernels as they were before the first replacement: calling again must not wrap ours. */
const replaced = new Map<string, tf.KernelFunc | null>();
function stockKernel(name: string): tf.KernelFunc | null {
  if (!replaced.has(name)) replaced.set(name, tf.getKernel(name, 'webgpu')?.kernelFunc ?? null);
  return replaced.get(name)!;
}

function kernels(variant: Variant): Record<string, Kernel> {
  const convolution: Kernel = (backend, { x, filter, bias }, attributes) => {
    const { activation } = attributes as { activation?: FusedActivation };
    if (!isPlain(attributes)) return null;
    const info = infoOf(x!.shape as Shape4, filter!.shape as Shape4, attributes as never, false);
    const gemm = forward(info, Boolean(bias), activation ?? 'linear');
    return runGemm(backend, gemm, variant, given(x, filter, bias), info.outShape);
  };
  const depthwiseConvolution: Kernel = (backend, { x, filter, bias }, attributes) => {
    const { activation } = attributes as { activation?: FusedActivation };
    if (!isPlain(attributes) || filter!.shape[3] !== 1) return null;
    const info = infoOf(x!.shape as Shape4, filter!.shape as Shape4, attributes as never, true);
    const shader = depthwise(info, Boolean(bias), activation ?? 'linear');
    return compute(backend, shader, given(x, filter, bias), info.outShape);
  };
  const product: Kernel = (backend, { a, b, bias }, attributes) => {
    const { activation, transposeA, transposeB } = attributes as unknown as {
      activation?: FusedActivation;
      transposeA: boolean;
      transposeB: boolean;
    };
    if (!fusable.has(activation)) return null;
    const [leadA, leadB] = [a!.shape.slice(0, -2), b!.shape.slice(0, -2)];
    const [batchA, batchB] = [sizeOf(leadA), sizeOf(leadB)];
    if (`${leadA}` !== `${leadB}` && batchA !== 1 && batchB !== 1) return null;
    const [rows, depth] = lastTwo(a!.shape, transposeA);
    const [, columns] = lastTwo(b!.shape, transposeB);
    if (bias && sizeOf(bias.shape) !== columns) return null;
    const gemm = matMul(
      { batchA, batchB, rows, depth, columns, transposeA, transposeB },
      { bias: Boolean(bias), activation: activation ?? 'linear' },
    );
    const lead = tf.backend_util.assertAndGetBroadcastShape(leadA, leadB);
    return runGemm(backend, gemm, variant, given(a, b, bias), [...lead, rows, columns]);
  };

  return {
    ...Object.fromEntries(
      Object.entries(expressions).map(([name, { inputs: names }]) => [
        name,
        ((backend, inputs) =>
          elementwise(
            backend,
            name as keyof typeof expressions,
            names.map((input) => inputs[input]!),
          )) satisfies Kernel,
      ]),
    ),
    [tf.Conv2D]: convolution,
    [tf.FusedConv2D]: convolution,
    [tf.Conv2DBackpropInput]: (backend, { dy, filter }, attributes) => {
      const { inputShape } = attributes as unknown as { inputShape: Shape4 };
      const info = infoOf(inputShape, filter!.shape as Shape4, attributes as never, false);
      return runGemm(backend, inputGradient(info), variant, [dy!, filter!], inputShape);
    },
    [tf.Conv2DBackpropFilter]: (backend, { x, dy }, attributes) => {
      const { filterShape } = attributes as unknown as { filterShape: Shape4 };
      const info = infoOf(x!.shape as Shape4, filterShape, attributes as never, false);
      return runGemm(backend, filterGradient(info, variant), variant, [x!, dy!], filterShape);
    },
    [tf.DepthwiseConv2dNative]: depthwiseConvolution,
    [tf.FusedDepthwiseConv2D]: depthwiseConvolution,
    [tf.DepthwiseConv2dNativeBackpropInput]: (backend, { dy, filter }, attributes) => {
      if (filter!.shape[3] !== 1) return null;
      const { inputShape } = attributes as unknown as { inputShape: Shape4 };
      const info = infoOf(inputShape, filter!.shape as Shape4, attributes as never, true);
      return compute(backend, depthwiseInputGradient(info), [dy!, filter!], inputShape);
    },
    [tf.DepthwiseConv2dNativeBackpropFilter]: (backend, { x, dy }, attributes) => {
      const { filterShape } = attributes as unknown as { filterShape: Shape4 };
      if (filterShape[3] !== 1) return null;
      const info = infoOf(x!.shape as Shape4, filterShape, attributes as never, true);
      const { shader, parts } = depthwiseFilterGradient(info);
      const partial = compute(backend, shader, [x!, dy!], [parts, sizeOf(filterShape)]);
      if (parts === 1) return { ...partial, shape: filterShape };
      const sum = sumRows(backend, partial, null);
      backend.disposeData(partial.dataId);
      return { ...sum, shape: filterShape };
    },
    [tf.BatchMatMul]: product,
    [tf._FusedMatMul]: product,
    [tf.Softmax]: (backend, { logits }, attributes) => {
      const { dim } = attributes as unknown as { dim: number };
      return dim === logits!.shape.length - 1 ? softmax(1)(backend, variant, logits!) : null;
    },
    Attention: (backend, { qkv }, attributes) =>
      attention(backend, variant, qkv!, attributes.heads as unknown as number),
    AttentionGrad: (backend, { dy, qkv }, attributes) =>
      attentionGradient(backend, variant, dy!, qkv!, attributes.heads as unknown as number),
    LayerNorm: (backend, { x, weight, bias }, { epsilon }) =>
      layerNorm(epsilon as unknown as number)(backend, variant, x!, weight!, bias!),
    LayerNormInputGrad: (backend, { dy, x, weight }, { epsilon }) =>
      layerNormInputGradient(epsilon as unknown as number)(backend, variant, dy!, x!, weight!),
    LayerNormWeightGrad: (backend, { dy, x }, { epsilon }) => {
      const normal = standardise(epsilon as unknown as number)(backend, variant, x!);
      const sum = sumRows(backend, dy!, normal);
      backend.disposeData(normal.dataId);
      return sum;
    },
    ChannelAffine: (backend, { x, scale, shift }) => channelAffine(backend, x!, scale!, shift!),
    ChannelAffineInputGrad: (backend, { dy, scale }) => channelAffine(backend, dy!, scale!, null),
    SumRows: (backend, { x }) => sumRows(backend, x!, null),
    SumRowsOfProduct: (backend, { a, b }) => sumRows(backend, a!, b!),
    AdamW: (backend, inputs, attributes) => adamW(backend, inputs as never, attributes as never),
  };
}

/** Neither dilated nor with an activation that ours does not fuse. */
function isPlain(attributes: Record<string, unknown>): boolean {
  const { activation, dilations, dataFormat } = attributes;
  const undilated = [dilations ?? 1].flat().every((dilation) => dilation === 1);
  return fusable.has(activation) && undilated && (dataFormat ?? 'NHWC') === 'NHWC';
}

function given(...tensors: (tf.TensorInfo | null | undefined)[]): tf.TensorInfo[] {
  return tensors.filter((tensor) => tensor !== null && tensor !== undefined);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function lastTwo(shape: readonly number[], transposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

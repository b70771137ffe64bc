import * as tf from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel';
import { sizeOf } from './size-of';

type Tensors<Name extends string> = Record<Name, tf.TensorInfo>;

const lastOf = ({ shape }: tf.TensorInfo): number => shape[shape.length - 1]!;

/** [N, H, W, C] as [groups, rows, columns]. */
function pixels({ shape }: tf.TensorInfo): [groups: number, rows: number, columns: number] {
  const [n, height, width, channels] = shape as [number, number, number, number];
  return [n, height * width, channels];
}

/** Kernels that work row by row over the last axis, or sum rows away. */
export const rows: Record<string, Kernel> = {
  SumRows: (site, { x }: Tensors<'x'>) => {
    const width = lastOf(x);
    const sums = site.make([width]);
    site.native.sum_rows(site.at(x), 0, sizeOf(x) / width, width, site.at(sums));
    return sums;
  },
  SumRowsOfProduct: (site, { a, b }: Tensors<'a' | 'b'>) => {
    const width = lastOf(a);
    const sums = site.make([width]);
    site.native.sum_rows(site.at(a), site.at(b), sizeOf(a) / width, width, site.at(sums));
    return sums;
  },
  SumPixels: (site, { x }: Tensors<'x'>) => {
    const [n, , channels] = pixels(x);
    const sums = site.make([n, 1, 1, channels]);
    site.native.sum_groups(site.at(x), 0, ...pixels(x), site.at(sums));
    return sums;
  },
  ChannelAffine: (site, { x, scale, shift }: Tensors<'x' | 'scale' | 'shift'>) => {
    const y = site.make(x.shape);
    const width = lastOf(x);
    site.native.affine_channels(
      ...[site.at(x), site.at(scale), site.at(shift), sizeOf(x) / width, width, site.at(y)],
    );
    return y;
  },
  ChannelAffineInputGrad: (site, { dy, scale }: Tensors<'dy' | 'scale'>) => {
    const dx = site.make(dy.shape);
    const width = lastOf(dy);
    site.native.scale_channels(
      ...[site.at(dy), site.at(scale), 1, sizeOf(dy) / width, width, site.at(dx)],
    );
    return dx;
  },
  GlobalAveragePool: (site, { x }: Tensors<'x'>) => {
    const [n, area, channels] = pixels(x);
    const means = site.make([n, 1, 1, channels]);
    site.native.average_pool(n, area, channels, site.at(x), site.at(means));
    return means;
  },
  GlobalAveragePoolGrad: (
    site,
    { dy }: Tensors<'dy'>,
    { height, width }: { height: number; width: number },
  ) => {
    const [n, , , channels] = dy.shape as [number, number, number, number];
    const dx = site.make([n, height, width, channels]);
    const area = height * width;
    site.native.repeat_rows(site.at(dy), n, area, channels, 1 / area, site.at(dx));
    return dx;
  },
  LayerNorm: (
    site,
    { x, weight, bias }: Tensors<'x' | 'weight' | 'bias'>,
    { epsilon }: { epsilon: number },
  ) => {
    const y = site.make(x.shape);
    const width = lastOf(x);
    site.native.layer_norm(
      ...[site.at(x), site.at(weight), site.at(bias), epsilon, sizeOf(x) / width, width],
      site.at(y),
    );
    return y;
  },
  LayerNormInputGrad: (
    site,
    { dy, x, weight }: Tensors<'dy' | 'x' | 'weight'>,
    { epsilon }: { epsilon: number },
  ) => {
    const dx = site.make(x.shape);
    const width = lastOf(x);
    site.native.layer_norm_input_gradient(
      ...[site.at(dy), site.at(x), site.at(weight), epsilon, sizeOf(x) / width, width],
      site.at(dx),
    );
    return dx;
  },
  LayerNormWeightGrad: (site, { dy, x }: Tensors<'dy' | 'x'>, { epsilon }: { epsilon: number }) => {
    const width = lastOf(x);
    const gradient = site.make([width]);
    site.native.layer_norm_weight_gradient(
      ...[site.at(dy), site.at(x), epsilon, sizeOf(x) / width, width, site.at(gradient)],
    );
    return gradient;
  },
  [tf.Softmax]: (site, { logits }: Tensors<'logits'>, { dim }: { dim: number }) => {
    if (dim !== logits.shape.length - 1) return null;
    const y = site.make(logits.shape);
    const width = lastOf(logits);
    site.native.softmax(site.at(logits), sizeOf(logits) / width, width, site.at(y));
    return y;
  },
  Attention: (site, { qkv }: Tensors<'qkv'>, { heads }: { heads: number }) => {
    const [n, tokens, packed] = qkv.shape as [number, number, number];
    const y = site.make([n, tokens, packed / 3]);
    const { native } = site;
    const workspace = site.workspace(native.attention_gradient_workspace(tokens));
    native.attention_forward(
      ...[site.at(qkv), n, tokens, heads, packed / 3 / heads, site.at(y), workspace],
    );
    return y;
  },
  AttentionGrad: (site, { dy, qkv }: Tensors<'dy' | 'qkv'>, { heads }: { heads: number }) => {
    const [n, tokens, packed] = qkv.shape as [number, number, number];
    const dx = site.make(qkv.shape);
    const { native } = site;
    const workspace = site.workspace(native.attention_gradient_workspace(tokens));
    native.attention_gradient(
      ...[site.at(qkv), site.at(dy), n, tokens, heads, packed / 3 / heads],
      ...[site.at(dx), workspace],
    );
    return dx;
  },
};

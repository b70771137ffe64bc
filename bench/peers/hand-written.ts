/**
 * The networks of the export bench as somebody who knows tfjs writes them: batch norms folded, biases
 * and rectifiers fused where stock kernels fuse them, nothing computed that is not needed.
 */
import * as tf from '@tensorflow/tfjs-core';

/** A tensor by timm's name, in tfjs's layout. */
export type Weights = (name: string) => tf.Tensor;
/** Normalised pictures [N, H, W, 3] to logits [N, classes]. */
export type HandWritten = (image: tf.Tensor4D) => tf.Tensor2D;

interface ConvOptions {
  stride?: number;
  relu?: boolean;
  depthwise?: boolean;
}

function conv(w: Weights, name: string, x: tf.Tensor4D, options: ConvOptions = {}): tf.Tensor4D {
  const { stride = 1, relu = false, depthwise = false } = options;
  const filter = w(`${name}.weight`) as tf.Tensor4D;
  const shared = {
    x,
    filter,
    strides: stride,
    pad: (filter.shape[0] - 1) / 2,
    bias: w(`${name}.bias`),
    activation: relu ? ('relu' as const) : ('linear' as const),
  };
  return depthwise ? tf.fused.depthwiseConv2d(shared) : tf.fused.conv2d(shared);
}

function classify(w: Weights, name: string, features: tf.Tensor): tf.Tensor2D {
  const [b, bias] = [w(`${name}.weight`) as tf.Tensor2D, w(`${name}.bias`)];
  const a = tf.reshape(features, [features.shape[0]!, b.shape[0]]) as tf.Tensor2D;
  return tf.fused.matMul({ a, b, bias }) as tf.Tensor2D;
}

export function resnet18(w: Weights): HandWritten {
  const block = (x: tf.Tensor4D, name: string, stride: number): tf.Tensor4D => {
    const isProjected = name.endsWith('.0') && name !== 'layer1.0';
    const shortcut = isProjected ? conv(w, `${name}.downsample.0`, x, { stride }) : x;
    const inner = conv(w, `${name}.conv1`, x, { stride, relu: true });
    return tf.relu(tf.add(conv(w, `${name}.conv2`, inner), shortcut));
  };
  return (image) => {
    let x = tf.maxPool(conv(w, 'conv1', image, { stride: 2, relu: true }), 3, 2, 1);
    for (const stage of [1, 2, 3, 4]) {
      x = block(x, `layer${stage}.0`, stage === 1 ? 1 : 2);
      x = block(x, `layer${stage}.1`, 1);
    }
    return classify(w, 'fc', tf.mean(x, [1, 2]));
  };
}

/** Of each block: kernel is the weight's own; stride, whether it squeezes, whether it is hard swish. */
const blocksOfMobileNetV3: readonly (readonly [
  name: string,
  stride: number,
  se: 0 | 1,
  hs: 0 | 1,
])[] = [
  ['1.0', 2, 0, 0],
  ['1.1', 1, 0, 0],
  ['2.0', 2, 1, 0],
  ['2.1', 1, 1, 0],
  ['2.2', 1, 1, 0],
  ['3.0', 2, 0, 1],
  ['3.1', 1, 0, 1],
  ['3.2', 1, 0, 1],
  ['3.3', 1, 0, 1],
  ['4.0', 1, 1, 1],
  ['4.1', 1, 1, 1],
  ['5.0', 2, 1, 1],
  ['5.1', 1, 1, 1],
  ['5.2', 1, 1, 1],
];

const hardSigmoid = <T extends tf.Tensor>(x: T): T =>
  tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6) as unknown as T;
const hardSwish = <T extends tf.Tensor>(x: T): T => tf.mul(x, hardSigmoid(x)) as unknown as T;

export function mobilenetV3Large(w: Weights): HandWritten {
  const active = (
    name: string,
    x: tf.Tensor4D,
    isHard: boolean,
    options: ConvOptions = {},
  ): tf.Tensor4D =>
    isHard ? hardSwish(conv(w, name, x, options)) : conv(w, name, x, { ...options, relu: true });
  const squeeze = (name: string, x: tf.Tensor4D): tf.Tensor4D => {
    const pooled = tf.mean(x, [1, 2], true) as tf.Tensor4D;
    const reduced = conv(w, `${name}.conv_reduce`, pooled, { relu: true });
    return tf.mul(x, hardSigmoid(conv(w, `${name}.conv_expand`, reduced)));
  };
  return (image) => {
    let x = active('conv_stem', image, true, { stride: 2 });
    const first = conv(w, 'blocks.0.0.conv_dw', x, { depthwise: true, relu: true });
    x = tf.add(conv(w, 'blocks.0.0.conv_pw', first), x);
    for (const [id, stride, se, hs] of blocksOfMobileNetV3) {
      const name = `blocks.${id}`;
      let inner = active(`${name}.conv_pw`, x, hs === 1);
      inner = active(`${name}.conv_dw`, inner, hs === 1, { stride, depthwise: true });
      if (se === 1) inner = squeeze(`${name}.se`, inner);
      const out = conv(w, `${name}.conv_pwl`, inner);
      x = out.shape[3] === x.shape[3] && stride === 1 ? tf.add(out, x) : out;
    }
    x = active('blocks.6.0.conv', x, true);
    const pooled = tf.mean(x, [1, 2], true) as tf.Tensor4D;
    return classify(w, 'classifier', active('conv_head', pooled, true));
  };
}

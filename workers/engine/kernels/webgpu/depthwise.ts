import type { ConvInfo } from '../conv-geometry';
import { bindings, type Shader } from './device';
import { activationOf, range } from './gemm-shared';
import type { FusedActivation } from './gemm-spec';

/**
 * Depthwise convolutions of NHWC tensors, multiplier 1. An invocation computes a few neighbouring
 * pixels of one channel, so that they share taps and pixels; neighbouring invocations read
 * neighbouring channels.
 */

const size = 64;

function keyOf(info: ConvInfo): string {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  return [
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  ].join(',');
}

/** Names for what an invocation computes: a channel and `pixels` pixels of a line from `first` on. */
function position(lines: number, height: number, width: number, channels: number, pixels: number) {
  const blocks = Math.ceil(width / pixels);
  const count = lines * blocks * channels;
  const groups = Math.ceil(count / size);
  const wide = Math.min(groups, 65_535);
  return {
    workgroups: [wide, Math.ceil(groups / wide), 1] as const,
    start: `
@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let index = i32(id.y * ${wide * size}u + id.x);
  if (index >= ${count}) { return; }
  let channel = index % ${channels};
  let first = index / ${channels} % ${blocks} * ${pixels};
  let line = index / ${channels * blocks};
  let image = line / ${height};
  let row = line % ${height};`,
  };
}

/** Inputs: x, the filter and bias where there is one. */
export function depthwise(info: ConvInfo, bias: boolean, activation: FusedActivation): Shader {
  const { batchSize, inHeight, inWidth, inChannels: c, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const pixels = Math.min(4, outWidth);
  const outs = range(pixels);
  const seen = range((pixels - 1) * strideWidth + filterWidth);
  const { workgroups, start } = position(batchSize * outHeight, outHeight, outWidth, c, pixels);
  return {
    key: `depthwise ${keyOf(info)},${bias},${activation}`,
    workgroups,
    code: () => `
${bindings(
  {
    x: batchSize * inHeight * inWidth * c,
    taps: filterHeight * filterWidth * c,
    ...(bias && { bias: c }),
  },
  { out: batchSize * outHeight * outWidth * c },
)}
fn finish(value: f32) -> f32 { let x = value; return ${activationOf(activation)}; }
${start}
  ${outs.map((o) => `var s${o} = ${bias ? 'bias[channel]' : '0.0'};`).join(' ')}
  let left = first * ${strideWidth} - ${padInfo.left};
  for (var i = 0; i < ${filterHeight}; i++) {
    let y = row * ${strideHeight} - ${padInfo.top} + i;
    if (y < 0 || y >= ${inHeight}) { continue; }
    let at = (image * ${inHeight} + y) * ${inWidth};
    ${seen.map((v) => `let x${v} = select(0.0, x[(at + left + ${v}) * ${c} + channel], (left + ${v} >= 0) & (left + ${v} < ${inWidth}));`).join('\n')}
    ${range(filterWidth)
      .map(
        (j) =>
          `let w${j} = taps[(i * ${filterWidth} + ${j}) * ${c} + channel];
    ${outs.map((o) => `s${o} += x${o * strideWidth + j} * w${j};`).join(' ')}`,
      )
      .join('\n')}
  }
  let to = line * ${outWidth} + first;
  ${outs.map((o) => `if (first + ${o} < ${outWidth}) { out[(to + ${o}) * ${c} + channel] = finish(s${o}); }`).join('\n')}
}`,
  };
}

/** Inputs: dy and the filter; the output is dx. */
export function depthwiseInputGradient(info: ConvInfo): Shader {
  const { batchSize, inHeight, inWidth, inChannels: c, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  // Whole strides, so that which tap meets which pixel is known when the shader is written.
  const pixels = strideWidth * (strideWidth === 1 ? 4 : 2);
  const ins = range(pixels);
  const { workgroups, start } = position(batchSize * inHeight, inHeight, inWidth, c, pixels);
  /** (first + pixel + left - tap) / stride, as an offset from first / stride; null where not exact. */
  const seenBy = (pixel: number, tap: number): number | null => {
    const distance = pixel + padInfo.left - tap;
    return distance % strideWidth === 0 ? distance / strideWidth : null;
  };
  const taps = range(filterWidth);
  const offsets = [
    ...new Set(ins.flatMap((pixel) => taps.map((tap) => seenBy(pixel, tap)))),
  ].filter((offset) => offset !== null);
  const name = (offset: number) => `g${offset < 0 ? `_${-offset}` : offset}`;
  return {
    key: `depthwise input ${keyOf(info)}`,
    workgroups,
    code: () => `
${bindings(
  { dy: batchSize * outHeight * outWidth * c, taps: filterHeight * filterWidth * c },
  { dx: batchSize * inHeight * inWidth * c },
)}
${start}
  ${ins.map((o) => `var s${o} = 0.0;`).join(' ')}
  let left = first / ${strideWidth};
  for (var i = (row + ${padInfo.top}) % ${strideHeight}; i < ${filterHeight}; i += ${strideHeight}) {
    // Exact: i has the phase of row + top.
    let y = (row + ${padInfo.top} - i) / ${strideHeight};
    if (y < 0 || y >= ${outHeight}) { continue; }
    let at = (image * ${outHeight} + y) * ${outWidth};
    ${offsets.map((v) => `let ${name(v)} = select(0.0, dy[(at + left + ${v}) * ${c} + channel], (left + ${v} >= 0) & (left + ${v} < ${outWidth}));`).join('\n')}
    ${taps
      .map((tap) => {
        const meets = ins.flatMap((pixel) => {
          const offset = seenBy(pixel, tap);
          return offset === null ? [] : [`s${pixel} += ${name(offset)} * w${tap};`];
        });
        if (meets.length === 0) return '';
        return `let w${tap} = taps[(i * ${filterWidth} + ${tap}) * ${c} + channel]; ${meets.join(' ')}`;
      })
      .join('\n')}
  }
  let to = line * ${inWidth} + first;
  ${ins.map((o) => `if (first + ${o} < ${inWidth}) { dx[(to + ${o}) * ${c} + channel] = s${o}; }`).join('\n')}
}`,
  };
}

/**
 * Partial sums [parts, filterHeight, filterWidth, C] of the filter's gradient, to be summed over
 * parts. Inputs: x and dy.
 */
export function depthwiseFilterGradient(info: ConvInfo): { shader: Shader; parts: number } {
  const { batchSize, inHeight, inWidth, inChannels: c, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const lines = batchSize * outHeight;
  const parts = Math.ceil(lines / 8);
  const count = c * filterHeight * parts;
  const pixels = Math.min(4, outWidth);
  const outs = range(pixels);
  const taps = range(filterWidth);
  const seen = range((pixels - 1) * strideWidth + filterWidth);
  const groups = Math.ceil(count / size);
  const wide = Math.min(groups, 65_535);
  const shader: Shader = {
    key: `depthwise filter ${keyOf(info)}`,
    workgroups: [wide, Math.ceil(groups / wide), 1],
    code: () => `
${bindings(
  { x: batchSize * inHeight * inWidth * c, dy: batchSize * outHeight * outWidth * c },
  { out: parts * filterHeight * filterWidth * c },
)}
@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let index = i32(id.y * ${wide * size}u + id.x);
  if (index >= ${count}) { return; }
  let channel = index % ${c};
  let i = index / ${c} % ${filterHeight};
  let part = index / ${c * filterHeight};
  ${taps.map((j) => `var s${j} = 0.0;`).join(' ')}
  for (var line = part * 8; line < min(part * 8 + 8, ${lines}); line++) {
    let y = line % ${outHeight} * ${strideHeight} - ${padInfo.top} + i;
    if (y < 0 || y >= ${inHeight}) { continue; }
    let at = (line / ${outHeight} * ${inHeight} + y) * ${inWidth};
    for (var first = 0; first < ${outWidth}; first += ${pixels}) {
      let left = first * ${strideWidth} - ${padInfo.left};
      ${seen.map((v) => `let x${v} = select(0.0, x[(at + left + ${v}) * ${c} + channel], (left + ${v} >= 0) & (left + ${v} < ${inWidth}));`).join('\n')}
      ${outs
        .map(
          (
            o,
          ) => `let g${o} = select(0.0, dy[(line * ${outWidth} + first + ${o}) * ${c} + channel], first + ${o} < ${outWidth});
      ${taps.map((j) => `s${j} += g${o} * x${o * strideWidth + j};`).join(' ')}`,
        )
        .join('\n')}
    }
  }
  ${taps.map((j) => `out[((part * ${filterHeight} + i) * ${filterWidth} + ${j}) * ${c} + channel] = s${j};`).join('\n')}
}`,
  };
  return { shader, parts };
}

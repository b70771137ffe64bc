import type { ConvInfo } from '../conv-geometry';
import type { Variant } from './device';
import type { FusedActivation, Gemm } from './gemm-spec';

/** NHWC convolutions as products (Chetlur et al. 2014); a segment is a filter tap. */

const unfused = { bias: false, activation: 'linear' } as const;

/** Where geometry is part of the expressions. */
function geometryKey(info: ConvInfo): string {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  return [
    ...[inHeight, inWidth, inChannels, outHeight, outWidth, outChannels],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  ].join(',');
}

/** Whether every output pixel is one input pixel: a product of two plain matrices. */
function isPointwise(info: ConvInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  return (
    [filterHeight, filterWidth, strideHeight, strideWidth].every((extent) => extent === 1) &&
    [top, bottom, left, right].every((side) => side === 0)
  );
}

function sizesOf(info: ConvInfo): { x: number; filter: number; y: number } {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  return {
    x: batchSize * inHeight * inWidth * inChannels,
    filter: info.filterHeight * info.filterWidth * inChannels * outChannels,
    y: batchSize * outHeight * outWidth * outChannels,
  };
}

/** Rows are output pixels, columns output channels. Inputs: x, filter and bias where there is one. */
export function forward(info: ConvInfo, bias: boolean, activation: FusedActivation): Gemm {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { x, filter, y } = sizesOf(info);
  const pixels = outHeight * outWidth;
  const top = `r.y + segment / ${filterWidth}`;
  const left = `r.z + segment % ${filterWidth}`;
  return {
    key: `conv2d ${geometryKey(info)}`,
    batch: 1,
    rows: info.batchSize * pixels,
    columns: outChannels,
    segments: filterHeight * filterWidth,
    depth: inChannels,
    row: isPointwise(info)
      ? 'vec4i(row, 0, 0, row)'
      : `vec4i(row / ${pixels}, row % ${pixels} / ${outWidth} * ${strideHeight} - ${padInfo.top},
          row % ${outWidth} * ${strideWidth} - ${padInfo.left}, row)`,
    a: isPointwise(info)
      ? `r.x * ${inChannels}`
      : `((r.x * ${inHeight} + ${top}) * ${inWidth} + ${left}) * ${inChannels}`,
    aStep: 1,
    aPadding: isPointwise(info) ? null : outside(top, inHeight, left, inWidth),
    aByRows: false,
    b: `segment * ${inChannels * outChannels}`,
    bStep: outChannels,
    bColumn: 1,
    out: `r.w * ${outChannels}`,
    outStep: outChannels,
    outMissing: null,
    sizes: { a: x, b: filter, out: y },
    bias,
    activation,
  };
}

/**
 * Rows are input pixels, columns input channels. A stride splits the pixels into phases, which see
 * different taps: they are the batch. Inputs: dy and the filter.
 */
export function inputGradient(info: ConvInfo): Gemm {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { x, filter, y } = sizesOf(info);
  const [height, width] = [Math.ceil(inHeight / strideHeight), Math.ceil(inWidth / strideWidth)];
  const across = Math.ceil(filterWidth / strideWidth);
  // The taps a phase sees: from (phase + pad) % stride on, a stride apart.
  const i = `((batch / ${strideWidth} + ${padInfo.top}) % ${strideHeight} + segment / ${across} * ${strideHeight})`;
  const j = `((batch % ${strideWidth} + ${padInfo.left}) % ${strideWidth} + segment % ${across} * ${strideWidth})`;
  // Exact where not padding: the difference is a multiple of the stride then, and may be negative.
  const top = `(r.y + ${padInfo.top} - ${i}) / ${strideHeight}`;
  const left = `(r.z + ${padInfo.left} - ${j}) / ${strideWidth}`;
  return {
    key: `conv2d input ${geometryKey(info)}`,
    batch: strideHeight * strideWidth,
    rows: batchSize * height * width,
    columns: inChannels,
    segments: Math.ceil(filterHeight / strideHeight) * across,
    depth: ['0', `select(0, ${outChannels}, (${i} < ${filterHeight}) & (${j} < ${filterWidth}))`],
    row: `vec4i(row / ${height * width}, row % ${height * width} / ${width} * ${strideHeight} + batch / ${strideWidth},
      row % ${width} * ${strideWidth} + batch % ${strideWidth}, 0)`,
    a: `((r.x * ${outHeight} + ${top}) * ${outWidth} + ${left}) * ${outChannels}`,
    aStep: 1,
    aPadding: isPointwise(info) ? null : outside(top, outHeight, left, outWidth),
    aByRows: false,
    b: `(${i} * ${filterWidth} + ${j}) * ${inChannels * outChannels}`,
    bStep: 1,
    bColumn: outChannels,
    out: `((r.x * ${inHeight} + r.y) * ${inWidth} + r.z) * ${inChannels}`,
    outStep: inChannels,
    outMissing:
      inHeight % strideHeight === 0 && inWidth % strideWidth === 0
        ? null
        : `(r.y >= ${inHeight}) | (r.z >= ${inWidth})`,
    sizes: { a: y, b: filter, out: x },
    ...unfused,
  };
}

/**
 * Rows are input channels, columns output channels, the batch is the taps; summed over all output
 * pixels. Inputs: x and dy.
 */
export function filterGradient(info: ConvInfo, variant: Variant): Gemm {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { x, filter, y } = sizesOf(info);
  const pixels = batchSize * outHeight * outWidth;
  const common = {
    batch: filterHeight * filterWidth,
    rows: inChannels,
    columns: outChannels,
    row: 'vec4i(row, 0, 0, 0)',
    aPadding: null,
    aByRows: true,
    bStep: outChannels,
    bColumn: 1,
    out: `(batch * ${inChannels} + r.x) * ${outChannels}`,
    outStep: outChannels,
    outMissing: null,
    sizes: { a: x, b: y, out: filter },
    ...unfused,
  };
  if (isPointwise(info)) {
    return {
      ...common,
      key: 'conv2d filter, pointwise',
      ...{ segments: 1, depth: pixels, a: 'r.x', aStep: inChannels, b: '0' },
    };
  }
  const key = `conv2d filter ${geometryKey(info)}`;
  if (variant === 'tiled') {
    const top = `(k / ${outWidth} % ${outHeight} * ${strideHeight} - ${padInfo.top} + batch / ${filterWidth})`;
    const left = `(k % ${outWidth} * ${strideWidth} - ${padInfo.left} + batch % ${filterWidth})`;
    const image = `k / ${outHeight * outWidth}`;
    return {
      ...common,
      key,
      ...{ segments: 1, depth: pixels, a: '0', aStep: 0, b: '0' },
      gather: {
        a: `((${image} * ${inHeight} + ${top}) * ${inWidth} + ${left}) * ${inChannels} + r.x`,
        padding: outside(top, inHeight, left, inWidth),
      },
    };
  }
  // A segment is a line of output pixels, shortened to those whose tap lies inside: no padding to
  // test for each.
  const line = `(segment % ${outHeight} * ${strideHeight} - ${padInfo.top} + batch / ${filterWidth})`;
  const shift = `(${padInfo.left} - batch % ${filterWidth})`;
  return {
    ...common,
    key,
    segments: batchSize * outHeight,
    depth: [
      `max(0, (${shift} + ${strideWidth - 1}) / ${strideWidth})`,
      `select(0, min(${outWidth}, (${inWidth - 1} + ${shift} + ${strideWidth}) / ${strideWidth}),
        (${line} >= 0) & (${line} < ${inHeight}))`,
    ],
    a: `((segment / ${outHeight} * ${inHeight} + ${line}) * ${inWidth} - ${shift}) * ${inChannels} + r.x`,
    aStep: strideWidth * inChannels,
    b: `segment * ${outWidth * outChannels}`,
  };
}

/** Without short circuits: each is a branch, and branches are dear to compile and to run. */
function outside(y: string, height: number, x: string, width: number): string {
  return `(${y} < 0) | (${y} >= ${height}) | (${x} < 0) | (${x} >= ${width})`;
}

import { gemmHead, range } from './gemm-shared';
import type { Gemm } from './gemm-spec';

/** A workgroup of 16 x 16 invocations computes 64 x 64 values, 4 x 4 each, 16 k at a time. */
const extent = 64;
const step = 16;
const side = 16;
const invocations = side * side;

export function tiledWorkgroups(gemm: Gemm, splits: number): [number, number, number] {
  const { columns, rows, batch } = gemm;
  return [Math.ceil(columns / extent), Math.ceil(rows / extent), batch * splits];
}

/**
 * Operands through workgroup memory, read by each workgroup once, neighbouring invocations reading
 * neighbouring addresses. With `splits`, each part of k goes to its own copy of the output.
 *
 * What lies outside is loaded all the same (WebGPU clamps addresses) and replaced by zero: branches
 * would cost more, and a minute of SwiftShader's compiler.
 */
export function tiledCode(gemm: Gemm, splits: number): string {
  const { rows, columns, aStep, bStep, bColumn, aByRows, batch, sizes, gather } = gemm;
  const is = range(4);
  const each = (line: (i: number) => string) => is.map(line).join('\n');
  // Where an invocation's four values of A lie in the tile: those that are neighbours in memory are
  // read by neighbouring invocations.
  const aRow = (e: number) => (aByRows ? `tid % ${extent}` : `tid / ${step} + ${e * side}`);
  const aK = (e: number) => (aByRows ? `tid / ${extent} + ${e * 4}` : `tid % ${step}`);
  const decoded = (e: number) => (aByRows ? 'r0' : `r${e}`);
  const prepareA = (e: number) =>
    gather || (aByRows && e > 0)
      ? ''
      : `let p${e} = aAt(batch, r${e}, segment); let o${e} = aPadding(batch, r${e}, segment);`;
  const loadA = (e: number) => {
    const from = aByRows ? 0 : e;
    const [at, padding] = gather
      ? ['gatherAt(batch, r, k)', 'gatherPadding(batch, r, k)']
      : [`p${from} + k * ${aStep}`, `o${from}`];
    return `{
        let k = start + ${aK(e)};
        let r = ${decoded(e)};
        tileA[(${aK(e)}) * ${extent + 1} + ${aRow(e)}] = select(0.0, a[${at}], (k < to) & !${padding});
      }`;
  };
  const [bK, bGroup] =
    bColumn === 1 ? [`tid / ${side}`, `tid % ${side}`] : [`tid % ${side}`, `tid / ${side}`];
  // Four columns at once: one vec4 where the arrays can be read and written as such.
  const vectors = columns % 4 === 0;
  const bVectors = vectors && bColumn === 1 && bStep % 4 === 0 && sizes.b % 4 === 0;
  const outVectors = vectors && gemm.outStep % 4 === 0 && sizes.out % 4 === 0;
  const bValues = bVectors
    ? 'b[bk / 4]'
    : `vec4f(${is.map((c) => `b[bk + ${c * bColumn}]`).join(', ')})`;
  const value = (i: number, c: number) => `finish(s${i}[${c}], column + ${c})`;
  const stores = (i: number) =>
    outVectors
      ? `out[(at + column) / 4] = vec4f(${is.map((c) => value(i, c)).join(', ')});`
      : is
          .map(
            (c) => `if (column + ${c} < ${columns}) { out[at + column + ${c}] = ${value(i, c)}; }`,
          )
          .join('\n');
  return `${gemmHead(gemm, splits, { b: bVectors, out: outVectors })}
${
  gather
    ? `fn gatherAt(batch: i32, r: vec4i, k: i32) -> i32 { return ${gather.a}; }
fn gatherPadding(batch: i32, r: vec4i, k: i32) -> bool { return ${gather.padding}; }`
    : ''
}
var<workgroup> tileA: array<f32, ${step * (extent + 1)}>;
var<workgroup> tileB: array<vec4f, ${step * (side + 1)}>;
@compute @workgroup_size(${invocations})
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let tid = i32(index);
  let batch = i32(group.z) % ${batch};
  let part = i32(group.z) / ${batch};
  let firstRow = i32(group.y) * ${extent};
  let firstColumn = i32(group.x) * ${extent};
  ${each((e) => (aByRows && e > 0 ? '' : `let r${e} = rowAt(batch, min(firstRow + ${aRow(e)}, ${rows - 1}));`))}
  let bColumnAt = firstColumn + (${bGroup}) * 4;
  let x = tid % ${side};
  let y = tid / ${side};
  let column = firstColumn + x * 4;
  ${each((i) => `var s${i} = vec4f();`)}
  for (var segment = 0; segment < ${gemm.segments}; segment++) {
    var begin = firstK(batch, segment);
    var to = endK(batch, segment);
    ${
      splits > 1
        ? `let share = (to - begin + ${splits - 1}) / ${splits};
    begin += part * share;
    to = min(to, begin + share);`
        : ''
    }
    ${each(prepareA)}
    let q = bAt(batch, segment) + bColumnAt * ${bColumn};
    for (var start = begin; start < to; start += ${step}) {
      ${each(loadA)}
      {
        let k = start + ${bK};
        let bk = q + k * ${bStep};
        tileB[(${bK}) * ${side + 1} + ${bGroup}] = select(vec4f(), ${bValues}, k < to);
      }
      workgroupBarrier();
      for (var k = 0; k < ${step}; k++) {
        let columnsAt = tileB[k * ${side + 1} + x];
        ${each((i) => `s${i} += tileA[k * ${extent + 1} + y * 4 + ${i}] * columnsAt;`)}
      }
      workgroupBarrier();
    }
  }
  if (column >= ${columns}) { return; }
  ${each(
    (i) => `{
    let row = firstRow + y * 4 + ${i};
    let r = rowAt(batch, min(row, ${rows - 1}));
    if ((row < ${rows}) & !outMissing(batch, r)) {
      let at = outAt(batch, r) + part * ${sizes.out};
      ${stores(i)}
    }
  }`,
  )}
}`;
}

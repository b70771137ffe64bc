import { gemmHead, range } from './gemm-shared';
import type { Gemm } from './gemm-spec';

/** Invocations along columns and rows. Software renderers run four side by side, along columns. */
const lanes = 4;
const lines = 4;

/** Rows and columns that an invocation keeps in registers; columns lie `lanes` apart. */
function tile({ rows, columns }: Gemm): { height: number; width: number } {
  const nearest = (extent: number) => Math.min(8, 2 ** Math.ceil(Math.log2(Math.max(extent, 1))));
  return { height: nearest(Math.ceil(rows / 2)), width: nearest(Math.ceil(columns / lanes)) };
}

export function directWorkgroups(gemm: Gemm): [number, number, number] {
  const { height, width } = tile(gemm);
  return [
    Math.ceil(gemm.columns / (lanes * width)),
    Math.ceil(gemm.rows / (lines * height)),
    gemm.batch,
  ];
}

/**
 * Operands straight from memory into a register tile. For software renderers: they run a workgroup
 * invocation after invocation and switch between them at every barrier, so workgroup memory, which
 * pays on a GPU, costs them most of their time.
 *
 * Rows and columns past the edge repeat the last one, down to storing the same value again: a branch
 * for each value of the tile took SwiftShader's compiler half a minute.
 */
export function directCode(gemm: Gemm): string {
  const { rows, columns, aStep, bStep, bColumn, aPadding, outMissing } = gemm;
  const { height, width } = tile(gemm);
  const [is, js] = [range(height), range(width)];
  const each = (list: number[], line: (i: number) => string) => list.map(line).join('\n');
  const loadA = (i: number) =>
    aPadding ? `let x${i} = select(a[p${i}], 0.0, o${i});` : `let x${i} = a[p${i}];`;
  const store = (i: number) => {
    const stores = each(js, (j) => `out[at${i} + c${j}] = finish(s${i}_${j}, c${j});`);
    const guarded = outMissing ? `if (!outMissing(batch, r${i})) { ${stores} }` : stores;
    return `let at${i} = outAt(batch, r${i});\n${guarded}`;
  };
  return `${gemmHead(gemm, 1)}
@compute @workgroup_size(${lanes}, ${lines})
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let batch = i32(group.z);
  let row = i32(group.y * ${lines}u + local.y) * ${height};
  let column = i32(group.x) * ${lanes * width} + i32(local.x);
  ${each(is, (i) => `let r${i} = rowAt(batch, min(row + ${i}, ${rows - 1}));`)}
  ${each(js, (j) => `let c${j} = min(column + ${j * lanes}, ${columns - 1});`)}
  ${each(is, (i) => each(js, (j) => `var s${i}_${j} = 0.0;`))}
  for (var segment = 0; segment < ${gemm.segments}; segment++) {
    let begin = firstK(batch, segment);
    let to = endK(batch, segment);
    ${aPadding ? each(is, (i) => `let o${i} = aPadding(batch, r${i}, segment);`) : ''}
    ${each(is, (i) => `var p${i} = aAt(batch, r${i}, segment) + begin * ${aStep};`)}
    let q = bAt(batch, segment) + begin * ${bStep};
    ${each(js, (j) => `var q${j} = q + c${j} * ${bColumn};`)}
    for (var k = begin; k < to; k++) {
      ${each(is, loadA)}
      ${each(js, (j) => `let y${j} = b[q${j}];`)}
      ${each(is, (i) => each(js, (j) => `s${i}_${j} += x${i} * y${j};`))}
      ${each(is, (i) => `p${i} += ${aStep};`)}
      ${each(js, (j) => `q${j} += ${bStep};`)}
    }
  }
  ${each(is, store)}
}`;
}

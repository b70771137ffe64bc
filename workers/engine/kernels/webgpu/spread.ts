import { workgroupsFor } from './device';

const size = 128;

/** From here on a shader for one length pays: constant bounds, and few tensors are as large. */
const large = 2 ** 15;

/**
 * How the elements of a tensor are shared out: four to an invocation where `count` and `period` (of
 * what repeats along them) allow it. `at` begins the shader up to `i`, the invocation's place;
 * `length` is for `bindings`. The output has to be called `out`.
 */
export function spread(
  count: number,
  period: number,
): {
  width: 1 | 4;
  length: number | null;
  workgroups: [number, number, number];
  at: string;
} {
  const width = count % 4 === 0 && period % 4 === 0 ? 4 : 1;
  const length = count >= large ? count : null;
  return {
    width,
    length,
    workgroups: workgroupsFor(count / width, size),
    at: `@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * ${size}u + id.x;
  if (i >= ${length === null ? 'arrayLength(&out)' : `${length / width}u`}) { return; }`,
  };
}

/** Reproducible values in [-1, 1): both sides of a case see the same. */
export function noise(size: number, seed: number): Float32Array {
  let state = Math.imul(seed, 0x9e3779b9);
  return new Float32Array(size).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

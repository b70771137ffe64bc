/** Pictures [N, H, W, 3] mirrored left to right, new. */
export function mirrored(data: Uint8Array, [count, height, width]: readonly number[]): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let line = 0; line < count * height; line++) {
    const start = line * width * 3;
    for (let x = 0; x < width; x++) {
      const to = start + x * 3;
      const from = start + (width - 1 - x) * 3;
      out[to] = data[from];
      out[to + 1] = data[from + 1];
      out[to + 2] = data[from + 2];
    }
  }
  return out;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A write costs as much for a header of 30 bytes as for a MiB. */
const blockBytes = 4 * 2 ** 20;

/**
 * The same bytes in blocks. One buffer serves them all: finish with a block before you ask for the
 * next.
 */
export async function* inBlocks(
  pieces: AsyncIterable<Bytes> | Iterable<Bytes>,
  size = blockBytes,
): AsyncGenerator<Bytes, void, undefined> {
  const block = new Uint8Array(size);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + size - filled);
      block.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < size) continue;
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

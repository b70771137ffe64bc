const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 of ZIP and PNG; pass the result back in as `crc` to go on with more bytes. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  for (let i = 0; i < bytes.length; i++) {
    state = table[(state ^ bytes[i]!) & 0xff]! ^ (state >>> 8);
  }
  return ~state >>> 0;
}

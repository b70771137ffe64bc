interface Crypto {
  /** Absent on insecure addresses (http in a network). */
  randomUUID?(): string;
  getRandomValues(array: Uint8Array<ArrayBuffer>): Uint8Array;
}

/** A random UUID (RFC 9562, version 4). */
export function uniqueId(): string {
  const { crypto } = globalThis as unknown as { crypto: Crypto };
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

import { utf8Text } from './utf8';

/**
 * Gives every distinct text a code, 0 on, in order of first appearance, and counts it. Texts are kept
 * as bytes in one pool: a JavaScript string is made only when asked for.
 */
export class Interner {
  size = 0;
  /** Cells per code, `size` long in use. */
  counts = new Int32Array(8);
  /** UTF-8 of code c is `pool[offsets[c], offsets[c + 1])`. */
  pool = new Uint8Array(64);
  offsets = new Int32Array(9);
  /** Code + 1 at a place given by the hash, 0 where free; a power of two, at most half full. */
  #slots = new Int32Array(16);
  #hashes = new Int32Array(8);

  /** Code of `bytes[start, end)`; -1 where it is new and `closed`. */
  intern(bytes: Uint8Array, start: number, end: number, closed = false): number {
    // FNV-1a, its low bits stirred for the mask.
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = this.#slots[slot] - 1;
      if (code < 0) break;
      if (this.#hashes[code] === hash && this.#same(code, bytes, start, end)) {
        this.counts[code]++;
        return code;
      }
      slot = (slot + 1) & mask;
    }
    return closed ? -1 : this.#add(hash, slot, bytes, start, end);
  }

  text(code: number): string {
    return utf8Text(this.pool, this.offsets[code], this.offsets[code + 1]);
  }

  #same(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.offsets[code];
    if (this.offsets[code + 1] - from !== end - start) return false;
    for (let i = 0; i < end - start; i++) {
      if (this.pool[from + i] !== bytes[start + i]) return false;
    }
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.size++;
    if (code === this.counts.length) {
      this.counts = grown(this.counts, 2 * code);
      this.#hashes = grown(this.#hashes, 2 * code);
      this.offsets = grown(this.offsets, 2 * code + 1);
    }
    const at = this.offsets[code];
    const length = end - start;
    if (at + length > this.pool.length) {
      const pool = new Uint8Array(Math.max(2 * this.pool.length, at + length));
      pool.set(this.pool);
      this.pool = pool;
    }
    for (let i = 0; i < length; i++) this.pool[at + i] = bytes[start + i];
    this.offsets[code + 1] = at + length;
    this.counts[code] = 1;
    this.#hashes[code] = hash;
    this.#slots[slot] = code + 1;
    if (2 * this.size > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let code = 0; code < this.size; code++) {
      let slot = this.#hashes[code] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.#slots = slots;
  }
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}

/**
 * Seeded random numbers: Blackman and Vigna's xoshiro128** 1.1 (https://prng.di.unimi.it), its
 * state filled by a 32-bit SplitMix. The same seed gives the same numbers on every machine.
 */
export interface Random {
  /** 0 .. 2^32 - 1. */
  uint32(): number;
  /** 0 <= x < 1, 53 bits. */
  uniform(): number;
  /** 0 .. bound - 1, each equally likely; `bound` 1 .. 2^32. */
  integer(bound: number): number;
  /** Standard normal, by Marsaglia's polar method. */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) and returns its argument. */
  shuffle<T extends unknown[] | Int32Array | Uint32Array>(items: T): T;
  /**
   * An independent stream, fixed by this one's seed and `name` alone, so that how much one part
   * draws never changes what another part gets.
   */
  fork(name: string): Random;
}

/** `seed`: any integer; its low 64 bits count (53 of a number). */
export function createRandom(seed: number): Random {
  const mixed = splitMix(Math.floor(seed / 2 ** 32) >>> 0);
  // Both halves of the seed reach every word of the state.
  const next = splitMix((mixed() ^ seed) >>> 0);
  return fromState(Uint32Array.of(next(), next(), next(), next()));
}

/** xoshiro128** from a given state, which must not be all zero. */
export function fromState(initial: Uint32Array): Random {
  const state = Uint32Array.from(initial);
  const origin = Uint32Array.from(initial);
  let spare: number | null = null;

  function uint32(): number {
    const result = Math.imul(rotl(Math.imul(state[1], 5), 7), 9) >>> 0;
    const t = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotl(state[3], 11);
    return result;
  }

  function uniform(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  function integer(bound: number): number {
    if (!(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32)) {
      throw new RangeError(`bound must be an integer in 1..2^32, was ${bound}`);
    }
    // Draws past the last whole multiple of `bound` would favour small results.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return draw % bound;
  }

  function normal(): number {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  }

  return {
    uint32,
    uniform,
    integer,
    normal,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const item = items[i];
        items[i] = items[j];
        items[j] = item;
      }
      return items;
    },
    fork(name) {
      let hash = 0x811c9dc5;
      for (const word of origin) hash = fnv1a(hash, word);
      for (let i = 0; i < name.length; i++) hash = fnv1a(hash, name.charCodeAt(i));
      const next = splitMix(hash);
      return fromState(origin.map((word) => (word ^ next()) >>> 0 || 1));
    },
  };
}

/** SplitMix with 32 bits of state: a Weyl sequence through MurmurHash3's finaliser. */
function splitMix(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

/** One FNV-1a step per byte of `word`. */
function fnv1a(hash: number, word: number): number {
  let h = hash;
  for (let shift = 0; shift < 32; shift += 8) {
    h = Math.imul(h ^ ((word >>> shift) & 0xff), 0x01000193);
  }
  return h >>> 0;
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

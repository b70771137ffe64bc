const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;

/** How a cell stands in the bytes. */
export const PLAIN = 0;
/** Between quotes, which the bounds leave out. */
export const QUOTED = 1;
/** Quoted with doubled quotes, or with text after the closing quote: `unescaped` reads it. */
export const ESCAPED = 2;

/**
 * Finds the cells of one record after the other (RFC 4180), and takes what programs write besides:
 * lines end with CRLF, LF or CR; spaces around a cell do not count, unless quoted; a quote within a
 * plain cell is one; text after a closing quote belongs to the cell.
 */
export class RecordScanner {
  /** Cells of the record found last; their bounds and kinds. */
  cells = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  kinds = new Uint8Array(64);
  /** Line breaks inside its quoted cells. */
  breaks = 0;
  /** Whether the scan ended inside quotes. */
  open = false;
  readonly #delimiter: number;

  /** `delimiter` is an ASCII byte. */
  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  /**
   * Finds the record at `from` in `bytes[0, to)`, UTF-8. Returns where the next one begins, or -1
   * where the bytes end within this one; with `last`, their end ends it (look at `open` then).
   */
  scan(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    const delimiter = this.#delimiter;
    this.cells = 0;
    this.breaks = 0;
    this.open = false;
    for (let at = from; ; at++) {
      let start = at;
      while (at < to && isBlank(bytes[at], delimiter)) at++;
      let kind = PLAIN;
      let end: number;
      if (at < to && bytes[at] === QUOTE) {
        start = at + 1;
        end = this.#closing(bytes, start, to);
        kind = this.#doubled ? ESCAPED : QUOTED;
        if (end < 0) {
          if (!last) return -1;
          this.#add(start, to, kind);
          return to;
        }
        at = end + 1;
        while (at < to && isBlank(bytes[at], delimiter)) at++;
        if (at < to && !isEnd(bytes[at], delimiter)) {
          kind = ESCAPED;
          while (at < to && !isEnd(bytes[at], delimiter)) at++;
          end = trimmedEnd(bytes, end, at, delimiter);
        }
      } else {
        start = at;
        for (; at < to; at++) {
          const byte = bytes[at];
          if (byte === delimiter || byte === LF || byte === CR) break;
        }
        end = trimmedEnd(bytes, start, at, delimiter);
      }
      if (at >= to && !last) return -1;
      this.#add(start, end, kind);
      if (at >= to) return to;
      if (bytes[at] === delimiter) continue;
      if (bytes[at] === LF) return at + 1;
      // CRLF is one line end, of which the second half may not have come yet.
      if (at + 1 >= to) return last ? to : -1;
      return bytes[at + 1] === LF ? at + 2 : at + 1;
    }
  }

  #doubled = false;

  /** The closing quote of a cell whose text begins at `at`, or -1. */
  #closing(bytes: Uint8Array, at: number, to: number): number {
    this.#doubled = false;
    for (; at < to; at++) {
      const byte = bytes[at];
      if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) this.breaks++;
      if (byte !== QUOTE) continue;
      if (at + 1 < to && bytes[at + 1] === QUOTE) {
        this.#doubled = true;
        at++;
      } else return at;
    }
    this.open = true;
    return -1;
  }

  #add(start: number, end: number, kind: number): void {
    const cell = this.cells++;
    if (cell === this.starts.length) this.#grow();
    this.starts[cell] = start;
    this.ends[cell] = end;
    this.kinds[cell] = kind;
  }

  #grow(): void {
    const longer = <T extends Int32Array | Uint8Array>(into: T, from: T): T => {
      into.set(from);
      return into;
    };
    const length = this.starts.length * 2;
    this.starts = longer(new Int32Array(length), this.starts);
    this.ends = longer(new Int32Array(length), this.ends);
    this.kinds = longer(new Uint8Array(length), this.kinds);
  }
}

/** Text of an `ESCAPED` cell, as UTF-8: doubled quotes are one, the closing one is none. */
export function unescaped(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const text = new Uint8Array(end - start);
  let length = 0;
  let quoted = true;
  for (let at = start; at < end; at++) {
    if (quoted && bytes[at] === QUOTE) {
      if (at + 1 < end && bytes[at + 1] === QUOTE) at++;
      else {
        quoted = false;
        continue;
      }
    }
    text[length++] = bytes[at];
  }
  return text.subarray(0, length);
}

function isBlank(byte: number, delimiter: number): boolean {
  return (byte === SPACE || byte === TAB) && byte !== delimiter;
}

function isEnd(byte: number, delimiter: number): boolean {
  return byte === delimiter || byte === LF || byte === CR;
}

function trimmedEnd(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  while (end > start && isBlank(bytes[end - 1], delimiter)) end--;
  return end;
}

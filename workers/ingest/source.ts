/** One file of what was dropped, wherever it lies: on disk, in an archive, in one inside that. */
export interface SourceFile {
  /** Safe to show and unique enough to find it: `pets/cats.zip/1.jpg`. */
  path: string;
  /** Folder names from the outside in; an archive inside stands as its name without `.zip`. */
  folders: readonly string[];
  name: string;
  /** Bytes, as declared. */
  size: number;
  /** From the archive's directory; null for a file on disk. */
  crc32: number | null;
  /** The first bytes, for telling the format. Throws DamagedEntry. */
  head(): Promise<Uint8Array>;
  /** Throws DamagedEntry. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** `archive.tar.gz` gives `gz`; a name without a dot gives ''. Lower case. */
export function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

export function stem(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** A file with synchronous access, as OPFS gives it to its one owner. */
export interface SyncFile {
  size(): number;
  read(into: Uint8Array, at: number): number;
  /** Throws when the quota is exceeded. */
  write(from: Uint8Array, at: number): void;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** Where feature files live. */
export interface FeatureDisk {
  /** Null when the file cannot be had: no OPFS, or another owner holds it. */
  open(name: string): Promise<SyncFile | null>;
  list(): Promise<{ name: string; bytes: number; modified: number }[]>;
  remove(name: string): Promise<void>;
  /** Bytes that may still be written, as far as is known. */
  free(): Promise<number>;
}

/** Removes the files unused longest until the rest fits in `bytes`. */
export async function sweep(disk: FeatureDisk, bytes: number): Promise<void> {
  const files = (await disk.list()).sort((a, b) => b.modified - a.modified);
  let kept = 0;
  for (const file of files) {
    kept += file.bytes;
    if (kept > bytes) await disk.remove(file.name);
  }
}

import type { PartialDownload } from '../../../core/contract/backbones';
import type { Store } from '../../../core/store/types';

/** One file being downloaded, by its content. */
export interface Download {
  repo: string;
  sha256: string;
}

interface About {
  bytes: number;
  pieceBytes: number;
}

const root = 'download/';
const folder = ({ repo, sha256 }: Download) => `${root}${repo}/${sha256}/`;
const pieceName = (download: Download, piece: number) =>
  `${folder(download)}${String(piece).padStart(6, '0')}`;

/**
 * The pieces of a file that have arrived, kept in the store one by one, so that a download goes on
 * where it broke off, in another session too. A piece is there whole or not at all.
 */
export class Pieces {
  readonly #store: Store;
  readonly #download: Download;
  readonly #about: About;
  readonly #have: Set<string>;

  private constructor(store: Store, download: Download, about: About, have: Set<string>) {
    this.#store = store;
    this.#download = download;
    this.#about = about;
    this.#have = have;
  }

  /** What is left of an older revision of the same repository is removed. */
  static async open(
    store: Store,
    download: Download,
    bytes: number,
    pieceBytes: number,
  ): Promise<Pieces> {
    const all = await store.artifacts.names(`${root}${download.repo}/`);
    const mine = folder(download);
    for (const old of new Set(all.filter((name) => !name.startsWith(mine)).map(folderOf))) {
      await store.artifacts.removePrefix(old);
    }
    const known = await store.artifacts.get<About>(`${mine}about`);
    const about = known?.bytes === bytes ? known : { bytes, pieceBytes };
    if (about !== known) {
      await store.artifacts.removePrefix(mine);
      await store.artifacts.put(`${mine}about`, about);
    }
    return new Pieces(store, download, about, about === known ? new Set(all) : new Set());
  }

  get count(): number {
    return Math.ceil(this.#about.bytes / this.#about.pieceBytes);
  }

  /** First byte, and the one after the last. */
  range(piece: number): [from: number, to: number] {
    const { bytes, pieceBytes } = this.#about;
    return [piece * pieceBytes, Math.min(bytes, (piece + 1) * pieceBytes)];
  }

  has(piece: number): boolean {
    return this.#have.has(pieceName(this.#download, piece));
  }

  async put(piece: number, data: Uint8Array): Promise<void> {
    const name = pieceName(this.#download, piece);
    await this.#store.artifacts.put(name, { data });
    this.#have.add(name);
  }

  /** The whole file; a browser may keep a blob's parts on disk, so each is handed over at once. */
  async whole(): Promise<Blob> {
    const parts: Blob[] = [];
    for (let piece = 0; piece < this.count; piece++) {
      const name = pieceName(this.#download, piece);
      const { data } = (await this.#store.artifacts.get<{ data: Uint8Array<ArrayBuffer> }>(name))!;
      parts.push(new Blob([data]));
    }
    return new Blob(parts);
  }

  remove(): Promise<void> {
    return this.#store.artifacts.removePrefix(folder(this.#download));
  }
}

export async function arrivedBytes(store: Store, download: Download): Promise<number> {
  const found = (await partialDownloads(store)).find(
    (one) => one.repo === download.repo && one.sha256 === download.sha256,
  );
  return found?.arrived ?? 0;
}

export async function partialDownloads(store: Store): Promise<(PartialDownload & Download)[]> {
  const names = await store.artifacts.names(root);
  const result: (PartialDownload & Download)[] = [];
  for (const name of names.filter((name) => name.endsWith('/about'))) {
    const about = await store.artifacts.get<About>(name);
    if (!about) continue;
    const { bytes, pieceBytes } = about;
    const [, owner, repo, sha256] = name.split('/') as [string, string, string, string];
    const pieces = names.filter((other) => other.startsWith(folderOf(name)) && other !== name);
    const last = `${folderOf(name)}${String(Math.ceil(bytes / pieceBytes) - 1).padStart(6, '0')}`;
    const missing = pieces.includes(last) ? (pieceBytes - (bytes % pieceBytes)) % pieceBytes : 0;
    const arrived = pieces.length * pieceBytes - missing;
    result.push({ repo: `${owner}/${repo}`, sha256, bytes, arrived });
  }
  return result;
}

export async function discard(store: Store, repo: string): Promise<void> {
  await store.artifacts.removePrefix(`${root}${repo}/`);
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

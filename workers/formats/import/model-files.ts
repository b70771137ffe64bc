import type { ImportFile } from '../../../core/contract/ingest';
import { LensmithError } from '../../../core/errors';
import { extension } from '../../ingest/source';
import { locate, readDirectory, type ZipEntry } from '../../ingest/zip/directory';
import { DamagedEntry, isReadable, unpack } from '../../ingest/zip/inflate';
import { defaultLimits, ZipBudget } from '../../ingest/zip/limits';
import { safeSegments } from '../../ingest/zip/names';
import type { Spool } from '../../ingest/zip/spool';

/** The weights of one model, and the files that lie beside them. */
export interface ModelFiles {
  /** What was given, to show. */
  name: string;
  /** Path of the weights in it. */
  weightsFile: string;
  weights: Blob;
  /** Parsed; null where there is none. Throws importDescription where it is not JSON. */
  json(name: 'lensmith.json' | 'config.json'): Promise<unknown>;
}

/** A file wherever it lies; opened only when it is wanted. */
interface Found {
  path: string;
  open(): Promise<Blob>;
}

/**
 * Finds the one `.safetensors` among the files, or in the one archive, and opens it where it lies;
 * what is packed is unpacked into `spool`. In a folder the outermost counts: `continued/` inside a
 * bundle is another model, to be chosen by itself.
 *
 * Throws importForeign, importSeveral, weightsDamaged, zipTruncated, zipTooLarge.
 */
export async function findModel(files: readonly ImportFile[], spool: Spool): Promise<ModelFiles> {
  const [only] = files;
  if (only && files.length === 1) return inFile(only, spool);
  const found = files.map(({ path, blob }) => ({
    path: safeSegments(path).join('/'),
    open: async () => blob,
  }));
  return among(found, found[0]?.path.split('/')[0] ?? '');
}

async function inFile({ path, blob }: ImportFile, spool: Spool): Promise<ModelFiles> {
  const name = safeSegments(path).at(-1) ?? path;
  const head = new Uint8Array(await blob.slice(0, 16).arrayBuffer());
  if (head[0] === 0x50 && head[1] === 0x4b) return inArchive(blob, name, spool);
  // A header's first byte comes after its length.
  const looksRight = head[8] === 0x7b || extension(name) === 'safetensors';
  if (!looksRight) throw foreign(name, kindOf(name, head) ?? 'notSafetensors');
  return { name, weightsFile: name, weights: blob, json: async () => null };
}

async function inArchive(archive: Blob, name: string, spool: Spool): Promise<ModelFiles> {
  const entries = await readDirectory(archive, name, new ZipBudget(name, defaultLimits));
  const found = entries
    .filter((entry) => !entry.isFolder && !entry.encrypted && isReadable(entry))
    .map((entry) => ({
      path: safeSegments(entry.name).join('/'),
      open: () => entryOf(archive, entry, spool),
    }));
  return among(found, name);
}

/** Stored entries are slices of the archive; their checksum is read through once. */
async function entryOf(archive: Blob, entry: ZipEntry, spool: Spool): Promise<Blob> {
  try {
    const stored = entry.method === 0 ? await locate(archive, entry) : null;
    if (!stored) return await spool.write(unpack(archive, entry));
    for await (const _ of unpack(archive, entry));
    return stored;
  } catch (error) {
    if (!(error instanceof DamagedEntry)) throw error;
    const reason = error.message;
    throw new LensmithError('weightsDamaged', { file: entry.name, reason }, { cause: error });
  }
}

async function among(found: readonly Found[], name: string): Promise<ModelFiles> {
  const depth = ({ path }: Found) => path.split('/').length;
  const weights = found.filter(({ path }) => extension(path) === 'safetensors');
  const outermost = weights.filter((one) => depth(one) === Math.min(...weights.map(depth)));
  const [chosen] = outermost;
  if (!chosen) throw foreign(name, kindAmong(found));
  if (outermost.length > 1) {
    const names = outermost.map(({ path }) => path).join(', ');
    throw new LensmithError('importSeveral', { file: name, names });
  }
  const folder = chosen.path.slice(0, chosen.path.lastIndexOf('/') + 1);
  return {
    name,
    weightsFile: chosen.path,
    weights: await chosen.open(),
    async json(file) {
      const beside = found.find(({ path }) => path === folder + file);
      if (!beside) return null;
      try {
        return JSON.parse(await (await beside.open()).text());
      } catch (cause) {
        if (cause instanceof LensmithError) throw cause;
        const reason = `${file} is not JSON`;
        throw new LensmithError('importDescription', { file: name, reason }, { cause });
      }
    },
  };
}

/** What a file is instead, by its name or how it begins; null: nothing known. */
function kindOf(name: string, head?: Uint8Array): string | null {
  const ending = extension(name);
  if (ending === 'onnx') return 'onnx';
  if (['pth', 'pt', 'ckpt', 'pkl', 'tar'].includes(ending) || head?.[0] === 0x80) return 'pickle';
  if (ending === 'json' || (ending === 'bin' && name.includes('shard'))) return 'tfjs';
  return ending === 'bin' ? 'pickle' : null;
}

/** Of an archive or folder without weights. PyTorch's own files are archives with a pickle in them. */
function kindAmong(found: readonly Found[]): string {
  const names = found.map(({ path }) => path.split('/').at(-1)!);
  if (names.includes('data.pkl')) return 'pickle';
  if (names.includes('model.json')) return 'tfjs';
  const kinds = names.map((name) => (name.endsWith('.json') ? null : kindOf(name)));
  return kinds.find((kind) => kind !== null) ?? 'noWeights';
}

function foreign(file: string, reason: string): LensmithError {
  return new LensmithError('importForeign', { file, reason });
}

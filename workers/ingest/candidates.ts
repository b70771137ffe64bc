import type { ImportFile } from '../../core/contract/ingest';
import type { SkippedFile } from '../../core/dataset';
import type { DatasetManifest } from '../../core/dataset-manifest';
import { LensmithError } from '../../core/errors';
import { sha256 } from '../../core/sha256';
import { readHeader } from '../imaging/header';
import { checkClasses, isUsableSplit, naturalOrder } from './classes';
import { withoutCopies } from './duplicates/exact';
import { readLayout } from './layout/layout';
import { byManifest, findManifest } from './layout/manifest';
import { type Listed, Lister } from './listing';
import type { Candidate } from './pictures';
import { type SortedOut, sortOut } from './sort-out';
import { DamagedEntry } from './zip/inflate';
import { ZipBudget, type ZipLimits } from './zip/limits';
import type { Spool } from './zip/spool';

export interface Candidates {
  candidates: Candidate[];
  skipped: SkippedFile[];
  /** What an exported dataset says of itself; null for all other archives and folders. */
  manifest: DatasetManifest | null;
}

/** A file dropped alone, not in a folder, is an archive, or else what is wrong with it should be said. */
async function isArchive(files: readonly ImportFile[]): Promise<boolean> {
  if (files.length !== 1 || files[0]!.path.includes('/')) return false;
  return readHeader(new Uint8Array(await files[0]!.blob.slice(0, 64).arrayBuffer())) === null;
}

export interface ListOptions {
  limits: ZipLimits;
  spool: Spool;
  signal: AbortSignal;
}

/** What one archive, or a folder's files, hold. Throws what `Lister` throws. */
export async function list(
  files: readonly ImportFile[],
  name: string,
  { limits, spool, signal }: ListOptions,
): Promise<Listed[]> {
  const lister = new Lister(new ZipBudget(name, limits), spool, signal);
  return (await isArchive(files)) ? lister.archive(files[0]!.blob, name) : lister.folder(files);
}

/** Why there is nothing to do in what was dropped. */
export function nothingUsable(skipped: readonly SkippedFile[], file: string): LensmithError {
  const isLocked = skipped.some(({ reason }) => reason === 'encryptedEntry');
  return new LensmithError(isLocked ? 'zipEncrypted' : 'noPictures', { file });
}

/**
 * All that can be known before a picture is decoded: which files may be pictures, with which label
 * on which side, copies taken out, in natural order of their paths.
 * Throws what `Lister` throws, zipEncrypted, noPictures, noLabels, oneClass and classTooSmall.
 */
export async function findCandidates(
  files: readonly ImportFile[],
  name: string,
  options: ListOptions,
): Promise<Candidates> {
  const { signal } = options;
  const listed = await list(files, name, options);
  const whole = listed.filter((entry) => 'bytes' in entry);
  const sorted = await sortOut(
    whole.sort((a, b) => naturalOrder(a.path, b.path)),
    signal,
  );
  const skipped = [...listed.filter((entry) => 'reason' in entry), ...sorted.skipped];
  if (sorted.pictures.length === 0) throw nothingUsable(skipped, name);

  const manifest = await findManifest(whole);
  const labelled = manifest
    ? byManifest(manifest, sorted.pictures, skipped)
    : byLayout(sorted, skipped);
  if (labelled.length === 0) throw new LensmithError('noLabels', { file: name });

  const unique = await withoutCopies(labelled, async (file) => {
    signal.throwIfAborted();
    try {
      return await sha256(await file.bytes());
    } catch (error) {
      if (error instanceof DamagedEntry) return null;
      throw error;
    }
  });
  skipped.push(...unique.skipped);
  const candidates = withUsableSplit(unique.kept);
  if (candidates.length > 0) checkClasses(candidates, candidates[0]!.split !== null);
  return { candidates, skipped, manifest: manifest?.manifest ?? null };
}

/** Labels as folders and tables say; what has none is added to `skipped`. */
function byLayout({ pictures, tables }: SortedOut, skipped: SkippedFile[]): Candidate[] {
  const layout = readLayout(
    pictures,
    tables.map(({ table }) => table),
  );
  for (const [i, { file }] of tables.entries()) {
    if (!layout.usedTables.has(i)) skipped.push({ file: file.path, reason: 'notAPicture' });
  }
  const labelled: Candidate[] = [];
  for (const [i, file] of pictures.entries()) {
    const label = layout.labels[i]!;
    if (label === null) skipped.push({ file: file.path, reason: 'noLabel' });
    else labelled.push({ file, label, split: layout.splits[i]! });
  }
  return labelled;
}

function withUsableSplit(candidates: Candidate[]): Candidate[] {
  if (isUsableSplit(candidates)) return candidates;
  return candidates.map((candidate) => ({ ...candidate, split: null }));
}

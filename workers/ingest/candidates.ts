import type { ImportFile } from '../../core/contract/ingest';
import type { SkippedFile } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import { readHeader } from '../imaging/header';
import { checkClasses, isUsableSplit, naturalOrder } from './classes';
import { withoutCopies } from './duplicates/exact';
import { sha256 } from './hashes';
import { readLayout } from './layout/layout';
import { Lister, type Listing } from './listing';
import type { Candidate } from './pictures';
import { sortOut } from './sort-out';
import { DamagedEntry } from './zip/inflate';
import { ZipBudget, type ZipLimits } from './zip/limits';
import type { Spool } from './zip/spool';

export interface Candidates {
  candidates: Candidate[];
  skipped: SkippedFile[];
}

/** A single dropped file is an archive, or else what is wrong with it should be said. */
async function isArchive(files: readonly ImportFile[]): Promise<boolean> {
  if (files.length !== 1) return false;
  return readHeader(new Uint8Array(await files[0]!.blob.slice(0, 64).arrayBuffer())) === null;
}

async function list(
  files: readonly ImportFile[],
  name: string,
  limits: ZipLimits,
  spool: Spool,
  signal: AbortSignal,
): Promise<Listing> {
  const lister = new Lister(new ZipBudget(name, limits), spool, signal);
  const listing = (await isArchive(files))
    ? await lister.archive(files[0]!.blob, name)
    : await lister.folder(files);
  listing.files.sort((a, b) => naturalOrder(a.path, b.path));
  return listing;
}

/**
 * All that can be known before a picture is decoded: which files may be pictures, with which label
 * on which side, copies taken out, in natural order of their paths.
 * Throws what `Lister` throws, zipEncrypted, noPictures, noLabels, oneClass and classTooSmall.
 */
export async function findCandidates(
  files: readonly ImportFile[],
  name: string,
  options: { limits: ZipLimits; spool: Spool; signal: AbortSignal },
): Promise<Candidates> {
  const { limits, spool, signal } = options;
  const listing = await list(files, name, limits, spool, signal);
  const sorted = await sortOut(listing.files, signal);
  const skipped = [...listing.skipped, ...sorted.skipped];
  if (sorted.pictures.length === 0) {
    const isLocked = skipped.some(({ reason }) => reason === 'encryptedEntry');
    throw new LensmithError(isLocked ? 'zipEncrypted' : 'noPictures', { file: name });
  }

  const layout = readLayout(
    sorted.pictures,
    sorted.tables.map(({ table }) => table),
  );
  for (const [i, { file }] of sorted.tables.entries()) {
    if (!layout.usedTables.has(i)) skipped.push({ file: file.path, reason: 'notAPicture' });
  }
  const labelled: Candidate[] = [];
  for (const [i, file] of sorted.pictures.entries()) {
    const label = layout.labels[i]!;
    if (label === null) skipped.push({ file: file.path, reason: 'noLabel' });
    else labelled.push({ file, label, split: layout.splits[i]! });
  }
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
  return { candidates, skipped };
}

function withUsableSplit(candidates: Candidate[]): Candidate[] {
  if (isUsableSplit(candidates)) return candidates;
  return candidates.map((candidate) => ({ ...candidate, split: null }));
}

import type { ImportedDataset, ImportFile, ImportProgress } from '../../core/contract/ingest';
import type { Dataset, Picture } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import type { Store } from '../../core/store/types';
import { uniqueId } from '../../core/unique-id';
import type { PictureForms } from '../imaging/forms';
import { findCandidates } from './candidates';
import { checkClasses, naturalOrder } from './classes';
import { type Fingerprint, nearDuplicateGroups } from './duplicates/near';
import { throttle } from './flow';
import { datasetHash } from './hashes';
import { type Candidate, type ReadPicture, readPictures } from './pictures';
import { findRepeat } from './repeat';
import { defaultLimits, type ZipLimits } from './zip/limits';
import type { Spool } from './zip/spool';

export interface ImportOptions {
  store: Store;
  spool: Spool;
  /** Decodes one picture; several calls may be under way. */
  render: (blob: Blob) => Promise<PictureForms>;
  parallel: number;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
  limits?: ZipLimits;
}

/** Milliseconds between two reports. */
const progressInterval = 100;

/** What is kept in memory of a picture that has been written. */
interface Kept extends Fingerprint {
  candidate: Candidate;
  hash: string;
  picture: Omit<Picture, 'label' | 'group'>;
}

function toKept(read: ReadPicture, datasetId: string, ordinal: number, label: number): Kept {
  const { candidate, original, hash, forms } = read;
  const { width, height, perceptualHash, signature } = forms;
  return {
    candidate,
    hash,
    perceptualHash,
    signature,
    shortSide: Math.min(width, height),
    label,
    picture: {
      id: `${datasetId}/${ordinal}`,
      datasetId,
      ordinal,
      file: candidate.file.path,
      width,
      height,
      bytes: original.size,
      hash,
      perceptualHash,
      ownSplit: candidate.split,
    },
  };
}

/** In the order of `known`, then in natural order. */
function classesOf(candidates: readonly Candidate[], known: readonly string[] = []): string[] {
  const found = new Set(candidates.map(({ label }) => label));
  const others = [...found].filter((label) => !known.includes(label)).sort(naturalOrder);
  return [...known.filter((label) => found.has(label)), ...others];
}

function result(dataset: Dataset, existing: boolean): ImportedDataset {
  const { id, images, classes, skipped } = dataset;
  return { id, images, classes, skipped, existing, dataset };
}

/**
 * Makes a dataset of one ZIP or of a folder's files and makes it the current one. Nothing is
 * stored when it rejects: with notAZip, zipTruncated, zipEncrypted, zipTooLarge, noPictures,
 * noLabels, oneClass, classTooSmall, storageFull, or the signal's reason.
 */
export async function importDataset(
  files: readonly ImportFile[],
  name: string,
  options: ImportOptions,
): Promise<ImportedDataset> {
  const { store, spool, signal } = options;
  const report = throttle(options.onProgress, progressInterval);
  report({ phase: 'reading', done: 0, total: null, skipped: 0 }, true);
  const found = await findCandidates(files, name, {
    limits: options.limits ?? defaultLimits,
    spool,
    signal,
  });
  const repeat = await findRepeat(found.candidates, found.skipped, store, signal);
  if (repeat) {
    await store.datasets.setCurrent(repeat.id);
    return result(repeat, true);
  }

  const id = uniqueId();
  const { candidates, skipped } = found;
  const total = candidates.length;
  const estimated = classesOf(candidates, found.manifest?.classes);
  const writer = store.datasets.writer(id);
  try {
    const kept: Kept[] = [];
    let done = 0;
    for await (const read of readPictures(candidates, options)) {
      signal.throwIfAborted();
      done += 1;
      if ('reason' in read) skipped.push(read);
      else {
        const item = toKept(read, id, kept.length, estimated.indexOf(read.candidate.label));
        const { copy, thumbnail } = read.forms;
        const { original } = read;
        const picture = { ...item.picture, label: item.label, group: item.picture.ordinal };
        await writer.add(picture, { original, copy, thumbnail });
        kept.push(item);
      }
      report({ phase: 'pictures', done, total, skipped: skipped.length }, done === total);
    }
    if (kept.length === 0) throw new LensmithError('noPictures', { file: name });
    const ownSplit = kept.some(({ candidate }) => candidate.split !== null);
    checkClasses(
      kept.map(({ candidate }) => candidate),
      ownSplit,
    );

    report({ phase: 'duplicates', done, total, skipped: skipped.length }, true);
    // Classes of which no picture could be read are gone, their files named among the skipped.
    const classes = classesOf(
      kept.map(({ candidate }) => candidate),
      found.manifest?.classes,
    );
    for (const item of kept) item.label = classes.indexOf(item.candidate.label);
    const hash = await datasetHash(
      kept.map(({ candidate: { file, label, split }, hash }) => ({
        file: file.path,
        label,
        hash,
        split,
      })),
    );
    const existing = await store.datasets.findByHash(hash);
    if (existing) {
      await writer.abort();
      await store.datasets.setCurrent(existing.id);
      return result(existing, true);
    }
    const groups = nearDuplicateGroups(kept);
    skipped.sort((a, b) => naturalOrder(a.file, b.file));
    const dataset: Dataset = {
      id,
      name: found.manifest?.name || name.replace(/\.zip$/i, ''),
      createdAt: Date.now(),
      hash,
      classes,
      images: kept.length,
      bytes: kept.reduce((sum, { picture }) => sum + picture.bytes, 0),
      skipped,
      nearDuplicateGroups: new Set(groups.filter((group, i) => group !== i)).size,
      ownSplit,
    };
    signal.throwIfAborted();
    report({ phase: 'saving', done, total, skipped: skipped.length }, true);
    await writer.commit(
      dataset,
      kept.map(({ picture, label }, i) => ({ ...picture, label, group: groups[i]! })),
    );
    await store.datasets.setCurrent(id);
    return result(dataset, false);
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

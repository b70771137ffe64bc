import type { AddedPictures, ImportFile } from '../../core/contract/ingest';
import type { Dataset, Picture, SkippedFile } from '../../core/dataset';
import { editsWithClass, importedClass } from '../../core/doctor/added-classes';
import { LensmithError } from '../../core/errors';
import type { EditHistory } from '../../core/store/types';
import { list, nothingUsable } from './candidates';
import { addedGroups } from './duplicates/added';
import { throttle } from './flow';
import { datasetHash } from './hashes';
import type { ImportOptions } from './import';
import { type ReadPicture, readPictures } from './pictures';
import { sortOut } from './sort-out';
import { defaultLimits } from './zip/limits';

/** Pictures, and bytes of them, that are stored together. */
const batchPictures = 64;
const batchBytes = 32 * 2 ** 20;
const reportMs = 100;

/** See IngestApi. */
export async function addPictures(
  datasetId: string,
  className: string,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<AddedPictures> {
  const { store, signal } = options;
  const report = throttle(options.onProgress, reportMs);
  report({ phase: 'reading', done: 0, total: null, skipped: 0 }, true);
  const name = className.trim().normalize('NFC');
  if (name === '') throw new LensmithError('classNameTaken', { name });
  if (!(await store.datasets.get(datasetId))) {
    throw new LensmithError('unknownDataset', { id: datasetId });
  }
  const limits = options.limits ?? defaultLimits;
  const shown = files[0]?.path ?? '';
  const listed = await list(files, shown, { ...options, limits });
  const sorted = await sortOut(
    listed.filter((entry) => 'bytes' in entry),
    signal,
  );
  const skipped: SkippedFile[] = [
    ...listed.filter((entry) => 'reason' in entry),
    ...sorted.skipped,
    ...sorted.tables.map(({ file }) => ({ file: file.path, reason: 'notAPicture' as const })),
  ];
  const total = sorted.pictures.length;
  if (total === 0) throw nothingUsable(skipped, shown);

  let batch: ReadPicture[] = [];
  let [added, done, bytes] = [0, 0, 0];
  const flush = async () => {
    if (batch.length === 0) return;
    const stored = await storeBatch(datasetId, name, batch, options);
    added += stored.added;
    skipped.push(...stored.skipped);
    [batch, bytes] = [[], 0];
  };
  const candidates = sorted.pictures.map((file) => ({ file, label: name, split: null }));
  for await (const read of readPictures(candidates, options)) {
    signal.throwIfAborted();
    done += 1;
    if ('reason' in read) skipped.push(read);
    else {
      batch.push(read);
      bytes += read.original.size;
    }
    if (batch.length >= batchPictures || bytes >= batchBytes) await flush();
    report({ phase: 'pictures', done, total, skipped: skipped.length }, done === total);
  }
  await flush();
  const dataset = await store.datasets.get(datasetId);
  if (!dataset) throw new LensmithError('unknownDataset', { id: datasetId });
  return { dataset, added, skipped };
}

type Stored = { added: number; skipped: SkippedFile[] };

/** Tries again where another tab has added something meanwhile. */
async function storeBatch(
  id: string,
  name: string,
  batch: readonly ReadPicture[],
  options: ImportOptions,
): Promise<Stored> {
  for (;;) {
    options.signal.throwIfAborted();
    const stored = await tryBatch(id, name, batch, options);
    if (stored) return stored;
  }
}

async function tryBatch(
  id: string,
  name: string,
  batch: readonly ReadPicture[],
  { store, render }: ImportOptions,
): Promise<Stored | null> {
  const dataset = await store.datasets.get(id);
  if (!dataset) throw new LensmithError('unknownDataset', { id });
  const before = await store.datasets.pictures(id);
  const place = whereTo(dataset, name, await store.datasets.edits(id));
  const { fresh, skipped } = withoutKnown(batch, before);
  if (fresh.length === 0) return { added: 0, skipped };

  const first = (before.at(-1)?.ordinal ?? -1) + 1;
  const names = new Set(before.map(({ file }) => file));
  const made = fresh.map((read, i) =>
    toPicture(read, id, first + i, place.label, freeName(read.candidate.file.path, names)),
  );
  const groups = await addedGroups(before, made, fresh, async (picture) => {
    const original = await store.datasets.blob(picture.id, 'original');
    return original && (await render(original)).signature;
  });
  const grouped = [...before, ...made].map((one) => ({
    ...one,
    group: groups.get(one.ordinal) ?? one.group,
  }));
  const next = await nextDataset(dataset, place.classes, grouped);
  const isDone = await store.datasets.append(next, {
    since: dataset.hash,
    added: fresh.map(({ original, forms: { copy, thumbnail } }, i) => ({
      picture: grouped[before.length + i]!,
      forms: { original, copy, thumbnail },
    })),
    regrouped: grouped.slice(0, before.length).filter(({ group }, i) => group !== before[i]!.group),
    ...(place.edits && { edits: place.edits }),
  });
  return isDone ? { added: fresh.length, skipped } : null;
}

interface Place {
  label: number;
  classes: string[];
  edits?: (history: EditHistory) => EditHistory;
}

/** Throws classNameTaken for a new name that an edit is about. */
function whereTo({ classes }: Dataset, name: string, history: EditHistory): Place {
  const known = importedClass(classes, history.edits, name);
  if (known !== null) return { label: known, classes };
  const edits = ({ edits }: EditHistory): EditHistory => {
    try {
      // What was undone may be about other classes than there will be.
      return { edits: editsWithClass(classes, edits, name), undone: [] };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new LensmithError('classNameTaken', { name }, { cause: error });
    }
  };
  edits(history);
  return { label: classes.length, classes: [...classes, name], edits };
}

/** Copies of what the dataset holds, or of one another, are named and left out. */
function withoutKnown(batch: readonly ReadPicture[], before: readonly Picture[]) {
  const known = new Set(before.map(({ hash }) => hash));
  const fresh: ReadPicture[] = [];
  const skipped: SkippedFile[] = [];
  for (const read of batch) {
    if (known.has(read.hash)) {
      skipped.push({ file: read.candidate.file.path, reason: 'exactDuplicate' });
      continue;
    }
    known.add(read.hash);
    fresh.push(read);
  }
  return { fresh, skipped };
}

/** `cat.jpg`, or `cat (2).jpg` where that is taken: a file names one picture of a dataset. */
function freeName(file: string, taken: Set<string>): string {
  const dot = file.lastIndexOf('.');
  const end = dot > file.lastIndexOf('/') ? dot : file.length;
  let name = file;
  for (let i = 2; taken.has(name); i++) name = `${file.slice(0, end)} (${i})${file.slice(end)}`;
  taken.add(name);
  return name;
}

function toPicture(
  { original, hash, forms }: ReadPicture,
  datasetId: string,
  ordinal: number,
  label: number,
  file: string,
): Picture {
  const { width, height, perceptualHash } = forms;
  return {
    ...{ id: `${datasetId}/${ordinal}`, datasetId, ordinal, file, label, width, height },
    ...{ bytes: original.size, hash, perceptualHash, group: ordinal, ownSplit: null },
  };
}

/** Where a dataset has a split of its own, what is added to it can only be learnt from. */
async function nextDataset(
  dataset: Dataset,
  classes: string[],
  pictures: Picture[],
): Promise<Dataset> {
  if (dataset.ownSplit) for (const picture of pictures) picture.ownSplit ??= 'train';
  const sizes = new Map<number, number>();
  for (const { group } of pictures) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return {
    ...dataset,
    classes,
    images: pictures.length,
    bytes: pictures.reduce((sum, picture) => sum + picture.bytes, 0),
    nearDuplicateGroups: [...sizes.values()].filter((size) => size > 1).length,
    hash: await datasetHash(
      pictures.map(({ file, label, hash, ownSplit }) => ({
        ...{ file, label: classes[label]!, hash, split: ownSplit },
      })),
    ),
  };
}

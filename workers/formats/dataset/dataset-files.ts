import { toCsv } from '../../../core/csv';
import type { Picture } from '../../../core/dataset';
import { type DatasetManifest, manifestName, writeManifest } from '../../../core/dataset-manifest';
import { LensmithError } from '../../../core/errors';
import type { Store } from '../../../core/store/types';
import { type ExportedFile, fileOf } from '../../../model-zoo/convert/exported';

/** For people and other tools; the manifest says more, and an import follows it. */
const tableName = 'labels.csv';

/** Entries that a ZIP archive counts without ZIP64, which old unpackers do not read. */
const mostFiles = 2 ** 16 - 1;

/** A dataset as it stands, to be written out. */
export interface StandingDataset {
  name: string;
  classes: readonly string[];
  /** Their labels index `classes`. */
  pictures: readonly Picture[];
}

/**
 * The files of a dataset's archive: the pictures as they came, under the paths they came from, a table
 * of labels, and the manifest by which an import makes the same dataset again. Pictures are read one
 * at a time. Throws datasetTooManyFiles, and internal where a picture's bytes are gone.
 */
export async function* datasetFiles(
  store: Store,
  { name, classes, pictures }: StandingDataset,
): AsyncGenerator<ExportedFile, void, undefined> {
  if (pictures.length + 2 > mostFiles) {
    throw new LensmithError('datasetTooManyFiles', { count: pictures.length, most: mostFiles - 2 });
  }
  const manifest: DatasetManifest = {
    name,
    classes: [...classes],
    pictures: pictures.map(({ file, label, ownSplit }) => ({
      file,
      label: classes[label] as string,
      split: ownSplit,
    })),
  };
  yield fileOf(manifestName, writeManifest(manifest));
  const rows = manifest.pictures.map(({ file, label, split }) => [file, label, split ?? '']);
  yield fileOf(tableName, toCsv([['file', 'label', 'split'], ...rows]));
  for (const { id, file } of pictures) {
    const original = await store.datasets.blob(id, 'original');
    if (!original) throw new LensmithError('internal', { detail: `${file} is not stored` });
    yield fileOf(file, new Uint8Array(await original.arrayBuffer()));
  }
}

import type { ExportProgress, ExportResult } from '../../../core/contract/export';
import { trainedVersion } from '../../../core/doctor/trained-version';
import { LensmithError } from '../../../core/errors';
import type { Store } from '../../../core/store/types';
import type { Handover } from '../export/destination';
import { writeOut } from '../export/write-out';
import { zipPieces } from '../export/zip';
import { datasetFiles, type StandingDataset } from './dataset-files';

/** See ExportApi. */
export async function exportDataset(
  store: Store,
  handover: Handover,
  signal: AbortSignal,
  datasetId: string,
  target: FileSystemFileHandle | null,
  onProgress: (progress: ExportProgress) => void,
): Promise<ExportResult> {
  const dataset = await standing(store, datasetId);
  const bytes = dataset.pictures.reduce((sum, picture) => sum + picture.bytes, 0);
  const pieces = zipPieces(datasetFiles(store, dataset));
  const written = await writeOut({ pieces, bytes }, { handover, target, signal, onProgress });
  return { ...written, certificate: null };
}

/** As it stands, with what was changed since its import. Throws unknownDataset, oneClass. */
async function standing(store: Store, id: string): Promise<StandingDataset> {
  const imported = await store.datasets.get(id);
  if (!imported) throw new LensmithError('unknownDataset', { id });
  const { edits } = await store.datasets.edits(id);
  const { dataset, pictures } = await trainedVersion(
    { dataset: imported, pictures: await store.datasets.pictures(id) },
    edits,
    0,
  );
  return { name: dataset.name, classes: dataset.classes, pictures };
}

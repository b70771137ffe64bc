import { type Accessor, createSignal } from 'solid-js';
import type { ImportedDataset } from '../../core/contract/ingest';
import { LensmithError } from '../../core/errors';
import { baseUrl } from '../bridge/base-url';
import type { DatasetState } from './dataset';

export interface SampleState {
  fetching: Accessor<boolean>;
  /** Why the sample could not be fetched. */
  error: Accessor<unknown>;
  /** The first pictures of the archive, for a look before it is imported; empty where it is out of reach. */
  preview(count: number): Promise<Blob[]>;
  import(name: string): Promise<ImportedDataset | null>;
}

/** public/samples/fashion-mnist.zip, fetched at most once. */
export function createSample(datasets: DatasetState): SampleState {
  const [fetching, setFetching] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let archive: Promise<Blob> | null = null;

  function get(): Promise<Blob> {
    archive ??= download().catch((reason) => {
      archive = null;
      throw reason;
    });
    return archive;
  }

  return {
    fetching,
    error,
    async preview(count) {
      const [bytes, { firstPictures }] = await Promise.all([
        get().then((blob) => blob.arrayBuffer()),
        import('./sample-pictures'),
      ]);
      return firstPictures(bytes, count);
    },
    async import(name) {
      setError(null);
      setFetching(true);
      try {
        const blob = await get();
        return await datasets.import([{ path: 'fashion-mnist.zip', blob }], name);
      } catch (reason) {
        // A fault of the import itself is the dataset state's to show.
        if (reason !== datasets.importError()) setError(reason);
        return null;
      } finally {
        setFetching(false);
      }
    },
  };
}

async function download(): Promise<Blob> {
  const response = await fetch(`${baseUrl()}samples/fashion-mnist.zip`).catch((cause) => {
    throw new LensmithError('sampleUnavailable', { reason: String(cause.message) }, { cause });
  });
  if (!response.ok) {
    throw new LensmithError('sampleUnavailable', { reason: `HTTP ${response.status}` });
  }
  return response.blob();
}

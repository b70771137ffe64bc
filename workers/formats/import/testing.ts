import { type Zippable, zipSync } from 'fflate';
import type { ImportFile } from '../../../core/contract/ingest';
import type { Dataset } from '../../../core/dataset';
import type { Run } from '../../../core/run';
import type { Store } from '../../../core/store/types';
import type { ExportedFile } from '../../../model-zoo/convert/exported';
import { timmFiles } from '../../../model-zoo/convert/torch/timm';
import { memoryLimit, memorySpool } from '../../ingest/zip/spool';
import { readerInProcess } from '../../reader/testing';
import { engineInProcess } from '../../training/testing';
import type { FormatsContext } from '../context';
import { trainedModel } from '../trained-model';
import { importModel } from './import';

export const baseUrl = 'http://unused.test/';

/** What the formats worker stands on, in this process; tiny networks' weights are computed. */
export function contextOf(store: Store): FormatsContext {
  const fetchBytes = async (url: string): Promise<never> => {
    throw new Error(`nothing is served here: ${url}`);
  };
  const spool = async () => memorySpool(memoryLimit);
  return {
    ...{ store, baseUrl, fetchBytes, spool },
    ...{ spawnEngine: () => engineInProcess(), spawnReader: readerInProcess },
  };
}

export function bytesOf({ bytes, content }: ExportedFile): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const piece of content()) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Of a run in the store: the files an importer reads, by path. */
export async function filesOfRun(
  store: Store,
  run: Run,
  dataset: Dataset,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { fetchBytes } = contextOf(store);
  const files = timmFiles(await trainedModel(store, run, baseUrl, fetchBytes));
  const experiment = await store.experiments.get(run.experimentId);
  const record = JSON.stringify({ version: 1, run, experiment, dataset });
  return new Map([
    ...files.map((file) => [file.path, bytesOf(file)] as const),
    ['lensmith.json', new TextEncoder().encode(record)],
  ]);
}

export function zipOf(files: ReadonlyMap<string, Uint8Array>, stored = true): ImportFile {
  const level = stored ? 0 : 6;
  const plan: Zippable = Object.fromEntries([...files].map(([p, b]) => [p, [b, { level }]]));
  return fileOf('bundle.zip', zipSync(plan));
}

export function fileOf(path: string, bytes: Uint8Array | string): ImportFile {
  return { path, blob: new Blob([bytes as BlobPart]) };
}

export function importInto(
  store: Store,
  files: ImportFile[],
  options: Parameters<typeof importModel>[2] = {},
) {
  const signal = new AbortController().signal;
  return importModel(contextOf(store), files, options, signal, () => {});
}

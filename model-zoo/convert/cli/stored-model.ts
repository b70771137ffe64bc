import { readFile } from 'node:fs/promises';
import { shardPaths } from '../graph-model/read';
import type { GraphModelFiles, GraphModelJson } from '../graph-model/types';

/** What lies under model-zoo/weights/<id>, with model.json's own bytes. */
export async function readStoredModel(
  id: string,
): Promise<GraphModelFiles & { jsonBytes: Uint8Array<ArrayBuffer> }> {
  const folder = new URL(`../../weights/${id}/`, import.meta.url);
  const read = async (path: string) => new Uint8Array(await readFile(new URL(path, folder)));
  const jsonBytes = await read('model.json');
  const json = JSON.parse(new TextDecoder().decode(jsonBytes)) as GraphModelJson;
  return { jsonBytes, json, shards: await Promise.all(shardPaths(json).map(read)) };
}

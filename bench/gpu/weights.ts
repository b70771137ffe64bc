import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Parameters } from '../../model-zoo/graph/types';
import { backboneGraph, card } from '../../model-zoo/zoo';
import { loadParameters } from '../../workers/engine/loader';

const zoo = new URL('../../model-zoo/', import.meta.url).href;

/** A card's parameters, from the repository. */
export function valuesOf(id: string): Promise<Parameters> {
  const found = card(id);
  return loadParameters(
    found,
    backboneGraph(found),
    zoo,
    async (url) => new Uint8Array(await readFile(fileURLToPath(url))),
  );
}

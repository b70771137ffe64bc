import { unzipSync } from 'fflate';
import { browserHost } from '../../workers/training/browser';
import { EnginePool } from '../../workers/training/pool';

export const baseUrl = new URL('.', document.baseURI).href;

/** The product's pool of single-threaded WASM engines. */
export function openPool(size: number): Promise<EnginePool> {
  return EnginePool.open(browserHost().spawn, { baseUrl, backend: 'wasm' }, size);
}

/** The first `count` pictures of the sample, again from its start where it has fewer. */
export async function samplePictures(count: number): Promise<Blob[]> {
  const archive = await fetch(new URL('samples/fashion-mnist.zip', baseUrl));
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  const pictures = Object.entries(files)
    .filter(([path]) => path.endsWith('.png'))
    .map(([, bytes]) => new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
  return Array.from({ length: count }, (_, i) => pictures[i % pictures.length]);
}

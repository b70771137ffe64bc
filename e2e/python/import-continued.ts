import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openStore } from '../../core/store';
import { importModel } from '../../workers/formats/import/import';
import { baseUrl, contextOf, fileOf } from '../../workers/formats/import/testing';

const zoo = resolve(import.meta.dirname, '../../model-zoo');

/** What the app's host serves below `weights/`. */
async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const { pathname } = new URL(url);
  return Uint8Array.from(
    await readFile(join(zoo, pathname.slice(new URL(baseUrl).pathname.length))),
  );
}

/**
 * Takes what continue_training.py wrote back into Lensmith, by the importer that the page's Import
 * calls. Rejects as it does, and where the run that comes back has not the classes of the file.
 */
export async function importContinued(folder: string): Promise<string> {
  const read = async (name: string) =>
    fileOf(`continued/${name}`, new Uint8Array(await readFile(join(folder, name))));
  const names = ['model.safetensors', 'config.json', 'labels.json', 'lensmith.json'];
  const files = await Promise.all(names.map(read));
  const store = await openStore({ name: 'continued' });
  const context = { ...contextOf(store), fetchBytes };
  const { signal } = new AbortController();
  const back = await importModel(context, files, {}, signal, () => {});
  if (back.kind !== 'run') throw new Error('it came back as a backbone');
  const run = await store.runs.get(back.runId);
  const labels: string[] = JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8'));
  if (run?.status !== 'finished' || `${run.classes}` !== `${labels}`) {
    throw new Error(`it came back as ${JSON.stringify(run)}`);
  }
  store.close();
  return `${run.backbone} at depth ${run.depth}, ${run.classes.length} classes`;
}

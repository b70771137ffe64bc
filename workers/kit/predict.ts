/**
 * What is on a picture, by the model in this folder.
 *
 *     node predict.js photo.jpg [--top 3] [--json]
 *
 *     import { predict } from './predict.js';
 *     await predict('photo.jpg'); // { predictions: [{ label: 'cat', confidence: 0.98 }, ...], none: false }
 *
 * Node reads pictures with sharp (`npm install` in this folder); a page passes Blobs or Files.
 */
import { fetchFrom, pixelsOf } from './browser';
import type { Answer, Classifier } from './classifier';
import type { Model, Picture } from './model';
import { decodeFile, readFrom } from './node';
import { openClassifier } from './open';

export type { Answer, Prediction } from './classifier';
export type { Model, Picture } from './model';

const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined;
const here = new URL(/* @vite-ignore */ '.', import.meta.url);

/** The model of the bundle at `folder`, which is this file's own unless told. */
export async function load(folder: string | URL = here): Promise<Model> {
  const base = new URL(folder, here);
  const classifier = await openClassifier(isNode ? readFrom(base) : fetchFrom(base));
  return modelOf(classifier);
}

function modelOf(classifier: Classifier): Model {
  return {
    labels: classifier.description.labels,
    predict: async (picture, { top = 3 } = {}) => classifier.classify(await pixels(picture), top),
    dispose: () => classifier.dispose(),
  };
}

let own: Promise<Model> | null = null;

/** The `top` most likely classes of one picture, by the model beside this file, loaded once. */
export async function predict(picture: Picture, options?: { top?: number }): Promise<Answer> {
  own ??= load().catch((error) => {
    own = null;
    throw error;
  });
  return (await own).predict(picture, options);
}

async function pixels(picture: Picture) {
  if (!isNode) return pixelsOf(await blobOf(picture));
  if (picture instanceof Blob) return decodeFile(new Uint8Array(await picture.arrayBuffer()));
  if (!(picture instanceof URL)) return decodeFile(picture);
  const { fileURLToPath } = await import('node:url');
  return decodeFile(fileURLToPath(picture));
}

async function blobOf(picture: Picture): Promise<Blob> {
  if (picture instanceof Blob) return picture;
  if (picture instanceof Uint8Array) return new Blob([picture]);
  return (await fetch(picture)).blob();
}

if (isNode && process.argv[1]) {
  const [{ realpathSync }, { fileURLToPath }] = await Promise.all([
    import('node:fs'),
    import('node:url'),
  ]);
  if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
    const { command } = await import('./command');
    process.exitCode = await command(process.argv.slice(2), load);
  }
}

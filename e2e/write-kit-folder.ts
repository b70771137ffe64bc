import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prepare } from '../core/preprocessing/prepare';
import type { ExportedFile } from '../model-zoo/convert/exported';
import { tfjsFiles } from '../model-zoo/convert/graph-model/tfjs-files';
import { buildKit } from '../scripts/kit';
import { useBackend } from '../workers/engine/testing';
import { labelsFile, preprocessFile } from '../workers/formats/card/describing-files';
import type { KitPicture } from './kit-folder';
import {
  classes,
  logits,
  sampleModel,
  samplePreprocessing,
  samples,
  softmax,
} from './python/models';
import { samplePictures } from './python/pictures';

/** A bundle as far as the kit reads it, with pictures and what the engine says of them. */
async function writeKitFolder(folder: string): Promise<KitPicture[]> {
  await useBackend('wasm');
  const sample = samples.find(({ architecture }) => architecture === 'resnet18')!;
  const preprocessing = samplePreprocessing(sample);
  const pictures = samplePictures();
  const prepared = pictures.map(({ pixels }) => prepare(pixels, preprocessing));
  const model = await sampleModel(sample, preprocessing, prepared);
  const described = [labelsFile(classes), preprocessFile(preprocessing)];
  for (const file of [...tfjsFiles(model, { precision: 'fp32' }), ...described]) {
    await write(folder, file.path, contentOf(file));
  }
  for (const [path, content] of await buildKit()) await write(folder, path, content);
  await write(folder, 'README.md', '# A model\n');
  const rows = (await logits(model, prepared)).map(softmax);
  return Promise.all(
    pictures.map(async ({ file, content }, i) => {
      await write(folder, `pictures/${file}`, content);
      const confidence = Math.max(...rows[i]!);
      const label = classes[rows[i]!.indexOf(confidence)]!;
      return { path: join(folder, 'pictures', file), label, confidence };
    }),
  );
}

const contentOf = (file: ExportedFile) => Buffer.concat([...file.content()]);

async function write(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

console.log(JSON.stringify(await writeKitFolder(process.argv[2]!)));

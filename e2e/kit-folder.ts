import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prepare } from '../core/preprocessing/prepare';
import type { ExportedFile } from '../model-zoo/convert/exported';
import { tfjsFiles } from '../model-zoo/convert/graph-model/tfjs-files';
import { buildKit } from '../scripts/kit';
import { useBackend } from '../workers/engine/testing';
import { labelsFile, preprocessFile } from '../workers/formats/card/describing-files';
import {
  classes,
  logits,
  sampleModel,
  samplePreprocessing,
  samples,
  softmax,
} from './python/models';
import { samplePictures } from './python/pictures';

export interface KitPicture {
  path: string;
  /** By Lensmith's own engine. */
  label: string;
  confidence: number;
}

/** A bundle as far as the kit reads it, with pictures and what the engine says of them. */
export async function writeKitFolder(folder: string): Promise<KitPicture[]> {
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

/** What a user of the bundle installs; kept from test to test. */
export async function installPackages(folder: string): Promise<string> {
  const kept = join(tmpdir(), 'lensmith-kit-packages');
  if (!existsSync(join(kept, 'node_modules/@tensorflow/tfjs'))) {
    await mkdir(kept, { recursive: true });
    await cp(join(folder, 'package.json'), join(kept, 'package.json'));
    const options = { cwd: kept, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('npm', ['install', '@tensorflow/tfjs@4.22.0'], options);
    if (status !== 0) throw new Error(`npm could not install the bundle's packages: ${stderr}`);
  }
  return join(kept, 'node_modules');
}

const contentOf = (file: ExportedFile) => Buffer.concat([...file.content()]);

async function write(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/**
 * Writes what the checks open:
 *
 *     pictures/*.png
 *     models/<architecture>/        a bundle: model.onnx, model.safetensors, config.json, labels.json, ...
 *       reference.json              pictures, logits and probabilities by Lensmith's own engine
 *       input.bin                   the pictures prepared for the model, uint8 [N, H, W, 3]
 *       <variant>/                  the same model in other formats: pytorch/, onnx-float/, ...
 *     preprocessing/<name>/         preprocess.json and input.bin of settings that no sample model has
 */
import { createWriteStream } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { prepare } from '../../core/preprocessing/prepare';
import type { Preprocessing } from '../../core/preprocessing/types';
import { datasetOf, experimentOf, runOf } from '../../core/store/fixtures';
import type { ExportedFile, TrainedModel } from '../../model-zoo/convert/exported';
import { onnxFiles } from '../../model-zoo/convert/onnx/onnx-files';
import { pytorchFiles } from '../../model-zoo/convert/torch/pytorch';
import { timmFiles } from '../../model-zoo/convert/torch/timm';
import { useBackend } from '../../workers/engine/testing';
import { labelsFile, preprocessFile } from '../../workers/formats/card/describing-files';
import { classes, logits, sampleModel, samplePreprocessing, samples, softmax } from './models';
import { type SamplePicture, samplePictures } from './pictures';

/** Every exporter, with the folder below the model's that its files go to. */
const exporters: readonly { folder: string; files(model: TrainedModel): ExportedFile[] }[] = [
  { folder: '.', files: timmFiles },
  { folder: 'pytorch', files: pytorchFiles },
  { folder: '.', files: (model) => onnxFiles(model, { variant: 'uint8' }) },
  { folder: 'onnx-float', files: (model) => onnxFiles(model, { variant: 'float' }) },
  { folder: 'onnx-int8', files: (model) => onnxFiles(model, { variant: 'int8' }) },
];

const kit = fileURLToPath(new URL('../../public/kit', import.meta.url));

/** No sample model has these: a bilinear reduction, another shape, too big for the working copy. */
const settings: Record<string, Omit<Preprocessing, 'mean' | 'std'>> = {
  bilinear: { inputSize: [96, 96], cropPct: 0.9, interpolation: 'bilinear' },
  wide: { inputSize: [64, 112], cropPct: 0.95, interpolation: 'bicubic' },
  large: { inputSize: [260, 260], cropPct: 1, interpolation: 'bicubic' },
};

export async function writeSamples(folder: string): Promise<void> {
  await useBackend('wasm');
  const pictures = samplePictures();
  await mkdir(join(folder, 'pictures'), { recursive: true });
  for (const { file, content } of pictures)
    await writeFile(join(folder, 'pictures', file), content);
  for (const sample of samples) {
    const preprocessing = samplePreprocessing(sample);
    const prepared = pictures.map(({ pixels }) => prepare(pixels, preprocessing));
    const model = await sampleModel(sample, preprocessing, prepared);
    await writeModel(join(folder, 'models', sample.architecture), model, pictures, prepared);
  }
  for (const [name, rest] of Object.entries(settings)) {
    const preprocessing: Preprocessing = { ...rest, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
    const prepared = pictures.map(({ pixels }) => prepare(pixels, preprocessing));
    const target = join(folder, 'preprocessing', name);
    await writeDescription(target, preprocessing);
    await writeFile(join(target, 'input.bin'), Buffer.concat(prepared));
  }
}

async function writeModel(
  folder: string,
  model: TrainedModel,
  pictures: readonly SamplePicture[],
  prepared: readonly Uint8Array[],
): Promise<void> {
  for (const { folder: below, files } of exporters) {
    for (const file of files(model)) await writeExported(join(folder, below), file);
  }
  await writeDescription(folder, model.preprocessing);
  const rows = await logits(model, prepared);
  const reference = {
    architecture: model.architecture,
    classes: model.classes,
    pictures: pictures.map(({ file }) => file),
    shape: [pictures.length, ...model.preprocessing.inputSize, 3],
    logits: rows,
    probabilities: rows.map(softmax),
  };
  await writeFile(join(folder, 'reference.json'), JSON.stringify(reference));
  await writeFile(join(folder, 'input.bin'), Buffer.concat(prepared));
  await writeFile(join(folder, 'lensmith.json'), JSON.stringify(record(model), null, 2));
  await cp(kit, folder, { recursive: true });
}

async function writeExported(folder: string, file: ExportedFile): Promise<void> {
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(file.content()), createWriteStream(path));
}

async function writeDescription(folder: string, preprocessing: Preprocessing): Promise<void> {
  for (const file of [labelsFile(classes), preprocessFile(preprocessing)]) {
    await writeExported(folder, file);
  }
}

/** What the bundle says of the run, with hyperparameters as a fine-tuned run records them. */
function record({ architecture }: TrainedModel): object {
  const run = runOf(`${architecture}-last-stage-1`, {
    backbone: architecture,
    depth: 'last-stage',
    classes,
    params: {
      ...{ seed: 7, folds: 0, epochs: 8, batch_size: 16, learning_rate: 1e-3 },
      ...{ weight_decay: 0.02, warm_up: 0.1, optimizer: 'adamw', schedule: 'cosine' },
    },
  });
  return { version: 1, run, experiment: experimentOf('e'), dataset: datasetOf('d', { classes }) };
}

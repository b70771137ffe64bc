/**
 * An experiment really trained, on striped pictures with small networks, as it is taken away:
 *
 *     experiment/mlruns/            the MLflow file store
 *     experiment/expected.json      what each run's record and model must say
 *     experiment/input-<run>.bin    validation pictures prepared for the model, uint8 [N, H, W, 3]
 *     experiment/card/              the weights of the network that timm knows, with their model card
 */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { prepare } from '../../core/preprocessing/prepare';
import type { Run } from '../../core/run';
import { openStore } from '../../core/store';
import type { Store, StoredPredictions } from '../../core/store/types';
import type { ExportedFile } from '../../model-zoo/convert/exported';
import { timmFiles } from '../../model-zoo/convert/torch/timm';
import { card } from '../../model-zoo/zoo';
import { describingFiles } from '../../workers/formats/card/describing-files';
import type { HashedFile } from '../../workers/formats/card/facts';
import { gatherFacts } from '../../workers/formats/card/gather';
import { readmeFile } from '../../workers/formats/card/readme';
import { mlflowFiles } from '../../workers/formats/mlflow/mlflow-files';
import { trainedModel } from '../../workers/formats/trained-model';
import { decodeRaw, engineInProcess, nodeHost, storeStripes } from '../../workers/training/testing';
import { Trainer } from '../../workers/training/trainer';
import { softmax } from './models';

/** Names that a file system, YAML or MLflow would stumble over. */
const hostile = {
  name: 'Straße "犬": #1 🦊\n- [x]',
  params: { 'a/b': 'line\nbreak', '../up': 'x'.repeat(7000), 'A B': true, 'a b': false, 犬: 0 },
};

/** The zoo's files, as the app serves them. */
const place = {
  baseUrl: new URL('../../model-zoo/', import.meta.url).href,
  fetchBytes: async (url: string) => new Uint8Array(await readFile(new URL(url))),
};
/** Of these timm knows the last. */
const backbones = ['tiny_resnet', 'tiny_vit', 'mobilenetv3_large_100'];

export async function writeExperiment(folder: string): Promise<void> {
  const store = await openStore({ name: `experiment-${crypto.randomUUID()}` });
  const { experiment, runs } = await train(store);
  const [first] = runs;
  const odd: Run = {
    ...first!,
    id: 'resnet18.a1_in1k-head-odd',
    status: 'failed',
    params: { ...first!.params, ...hostile.params },
    validation: null,
    test: null,
    calibration: null,
    error: { code: 'trainingDiverged', message: 'It diverged.', remedy: 'Try again.' },
  };
  await store.experiments.put({ ...experiment, name: hostile.name });
  await store.runs.put(odd);
  await store.runs.addMetrics([
    { runId: odd.id, key: 'val/loss %', step: 0, value: 1.5, timestamp: 1000 },
    { runId: odd.id, key: 'val/loss %', step: 1, value: Number.NaN, timestamp: 2000 },
    { runId: odd.id, key: 'val/loss %', step: 2, value: Number.POSITIVE_INFINITY, timestamp: 3000 },
  ]);
  for await (const file of mlflowFiles({ store, ...place }, experiment.id)) {
    await write(folder, file);
  }
  const expected = [];
  for (const run of runs) expected.push(await expectedOf(store, run, folder));
  await writeFile(
    join(folder, 'expected.json'),
    JSON.stringify({ name: hostile.name, failed: odd.id, runs: expected }),
  );
  const known = runs.find(({ backbone }) => backbone === backbones.at(-1));
  await writeCard(store, known!, join(folder, 'card'));
  store.close();
}

async function train(store: Store) {
  const dataset = await storeStripes(store, [30, 30, 30]);
  // One engine for all: its kernels are registered once a process.
  const engine = engineInProcess(decodeRaw, place.fetchBytes);
  const trainer = new Trainer(nodeHost(store, { spawn: () => engine }));
  trainer.open({ baseUrl: place.baseUrl });
  return trainer.train('job', { dataset: dataset.id, backbones, depth: 'head' }, () => {});
}

async function expectedOf(store: Store, run: Run, folder: string): Promise<object> {
  const answers = await store.artifacts.get<StoredPredictions>(`run/${run.id}/predictions`);
  const { pictures, logits } = answers!.test!;
  const { preprocessing } = card(run.backbone);
  const prepared = [];
  for (const id of pictures) {
    const blob = await store.datasets.blob(id, 'original');
    prepared.push(prepare(await decodeRaw(blob!), preprocessing));
  }
  const input = `input-${run.id}.bin`;
  await writeFile(join(folder, input), Buffer.concat(prepared));
  const classes = run.classes.length;
  const rows = pictures.map((_, row) => [...logits.subarray(row * classes, (row + 1) * classes)]);
  return {
    run,
    metrics: await store.runs.metrics(run.id),
    input,
    shape: [pictures.length, ...preprocessing.inputSize, 3],
    probabilities: rows.map(softmax),
  };
}

async function writeCard(store: Store, run: Run, folder: string): Promise<void> {
  const model = await trainedModel(store, run, place.baseUrl, place.fetchBytes);
  const facts = await gatherFacts({ store, ...place }, run, model);
  const hashed: HashedFile[] = [];
  for (const file of [...timmFiles(model), ...describingFiles(facts)]) {
    await write(folder, file);
    const hash = createHash('sha256');
    for (const piece of file.content()) hash.update(piece);
    hashed.push({ path: file.path, bytes: file.bytes, sha256: hash.digest('hex') });
  }
  await write(folder, readmeFile(facts, hashed));
}

async function write(folder: string, file: ExportedFile): Promise<void> {
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(file.content()), createWriteStream(path));
}

/**
 * npm run zoo [-- FOLDER]
 *
 * Makes model-zoo/weights/<id> (model.json, shards, LICENSE, NOTICE) from the <id>.safetensors files
 * in FOLDER, then measures every card into model-zoo/measured.json. Without FOLDER it measures only.
 * The same input gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { architectures } from '../../architectures';
import { type CardText, cardTexts } from '../../card-texts';
import { fillParameters } from '../../golden/fill';
import { cost } from '../../graph/cost';
import { shapes } from '../../graph/shapes';
import type { Graph } from '../../graph/types';
import { parametersFromCheckpoint } from '../checkpoint';
import { shardPaths } from '../graph-model/read';
import { writeGraphModel } from '../graph-model/write';
import { readSafetensors } from '../safetensors';
import { readStoredModel } from './stored-model';

const zooFolder = fileURLToPath(new URL('../..', import.meta.url));

const graphOf = ({ architecture, preprocessing }: CardText): Graph =>
  architectures[architecture]({ inputSize: preprocessing.inputSize, classes: 0 });

async function convert(text: CardText, source: string): Promise<void> {
  const graph = graphOf(text);
  const file = `${text.id}.safetensors`;
  const { tensors } = readSafetensors(await readFile(join(source, file)), file);
  const { json, shards } = writeGraphModel(graph, parametersFromCheckpoint(graph, tensors), {
    outputs: { features: graph.taps.features!, pooled: graph.taps.pooled! },
    metadata: {
      licence: text.weights.licence,
      preprocessing: JSON.stringify(text.preprocessing),
    },
  });
  const folder = join(zooFolder, 'weights', text.id);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  const paths = shardPaths(json);
  await Promise.all(shards.map((shard, i) => writeFile(join(folder, paths[i]!), shard)));
  await copyFile(join(zooFolder, '../LICENSE'), join(folder, 'LICENSE'));
  await copyFile(join(zooFolder, 'pretrain/notices', `${text.id}.txt`), join(folder, 'NOTICE'));
  console.log(`${text.id}: ${tensors.size} tensors, ${shards.length} shards`);
}

async function measure(text: CardText) {
  const graph = graphOf(text);
  const { parameters, macs } = cost(graph);
  const features = shapes(graph).get(graph.taps.pooled!)![0]!;
  const files = text.weights.kind === 'random' ? [] : await stored(text.id);
  const hash = createHash('sha256');
  for (const bytes of text.weights.kind === 'random' ? filled(graph) : files) hash.update(bytes);
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  return { sha256: hash.digest('hex'), bytes, parameters, macs, features };
}

/** model.json and the shards, in manifest order. */
async function stored(id: string): Promise<Uint8Array[]> {
  const { jsonBytes, shards } = await readStoredModel(id);
  return [jsonBytes, ...shards];
}

function filled(graph: Graph): Uint8Array[] {
  return [...fillParameters(graph).values()].map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
}

const [source] = process.argv.slice(2);
if (source !== undefined) {
  for (const text of cardTexts.filter(({ weights }) => weights.kind === 'starter')) {
    await convert(text, resolve(source));
  }
}
const measured: Record<string, Awaited<ReturnType<typeof measure>>> = {};
for (const text of cardTexts) measured[text.id] = await measure(text);
await writeFile(join(zooFolder, 'measured.json'), `${JSON.stringify(measured, null, 2)}\n`);

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../workers/engine/execute';
import { relativeError, useBackend } from '../workers/engine/testing';
import { readStoredModel } from './convert/cli/stored-model';
import { readGraphModelWeights } from './convert/graph-model/read';
import type { GraphModelFiles } from './convert/graph-model/types';
import { writeGraphModel } from './convert/graph-model/write';
import { fill, fillParameters } from './golden/fill';
import { cost } from './graph/cost';
import { parameters } from './graph/parameters';
import { shapes } from './graph/shapes';
import type { Graph, Parameters } from './graph/types';
import { backboneGraph, zoo } from './zoo';

const starters = zoo.filter(({ weights }) => weights.kind === 'starter');
const tiny = zoo.filter(({ weights }) => weights.kind === 'random');

/** Stock tfjs and ours run the same operations in the same precision. */
const tolerance = 1e-4;

/** The weights as static files, which is how they are served. */
const server = createServer(async ({ url }, response) => {
  const file = await readFile(new URL(`weights${url}`, import.meta.url)).catch(() => null);
  response.writeHead(file ? 200 : 404).end(file);
});

beforeAll(async () => {
  await useBackend('wasm');
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => server.close());

describe.each(starters)('$id', (card) => {
  it('is what its card says', async () => {
    const graph = backboneGraph(card);
    const { jsonBytes, shards } = await readStoredModel(card.id);
    const hash = createHash('sha256').update(jsonBytes);
    for (const shard of shards) hash.update(shard);
    expect(card.weights.sha256).toBe(hash.digest('hex'));
    expect(card.weights.bytes).toBe(
      shards.reduce((sum, { length }) => sum + length, jsonBytes.length),
    );
    expectMeasured(card, graph);
  });

  it('holds every parameter, and no shard above 4 MiB', async () => {
    const { json, shards } = await readStoredModel(card.id);
    const stored = readGraphModelWeights(json, shards);
    const expected = parameters(backboneGraph(card));
    expect([...stored.keys()].sort()).toEqual(expected.map(({ name }) => name).sort());
    for (const { name, shape } of expected) expect(stored.get(name)!.shape).toEqual(shape);
    for (const { length } of shards) expect(length).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it('opens in stock tfjs, for any batch, with the features execute gives', async () => {
    const files = await readStoredModel(card.id);
    const graph = backboneGraph(card);
    const { port } = server.address() as AddressInfo;
    const stock = await loadGraphModel(`http://127.0.0.1:${port}/${card.id}/model.json`);
    await expectSameAsStock(graph, readGraphModelWeights(files.json, files.shards), stock);
  });
});

describe.each(tiny)('$id', (card) => {
  it('is what its card says', () => {
    const graph = backboneGraph(card);
    const hash = createHash('sha256');
    for (const { data } of fillParameters(graph).values()) hash.update(data);
    expect(card.weights).toMatchObject({ sha256: hash.digest('hex'), bytes: 0 });
    expectMeasured(card, graph);
  });

  it('opens in stock tfjs once written', async () => {
    const graph = backboneGraph(card);
    const files = writeGraphModel(graph, fillParameters(graph), {
      outputs: { features: graph.taps.features!, pooled: graph.taps.pooled! },
    });
    // Read back, since matrices were rounded to half precision.
    const stock = await openInMemory(files);
    await expectSameAsStock(graph, readGraphModelWeights(files.json, files.shards), stock);
  });
});

function expectMeasured(card: (typeof zoo)[number], graph: Graph): void {
  const { parameters: count, macs } = cost(graph);
  expect(card.parameters).toBe(count);
  expect(card.macs).toBe(macs);
  expect(card.features).toBe(shapes(graph).get(graph.taps.pooled!)![0]);
}

async function openInMemory({ json, shards }: GraphModelFiles): Promise<GraphModel> {
  const artifacts = {
    ...json,
    weightSpecs: json.weightsManifest[0]!.weights,
    weightData: shards.map(({ buffer }) => buffer),
  } as unknown as tf.io.ModelArtifacts;
  return loadGraphModel({ load: async () => artifacts });
}

async function expectSameAsStock(
  graph: Graph,
  values: Parameters,
  model: GraphModel,
): Promise<void> {
  const tensors = new Map(
    [...values].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
  const side = shapes(graph).get(graph.nodes[0]!.id)!;
  for (const batch of [1, 2]) {
    const shape = [batch, ...side];
    const input = tf.tensor(fill('input', shape), shape);
    const stock = model.execute(input, ['features', 'pooled']) as tf.Tensor[];
    const wanted = [graph.taps.features!, graph.taps.pooled!];
    const own = execute(graph, tensors, input, wanted);
    for (const [i, tensor] of own.entries()) {
      expect(stock[i]!.shape).toEqual(tensor.shape);
      const expected = await tensor.data();
      expect(expected.every(Number.isFinite)).toBe(true);
      const error = relativeError(await stock[i]!.data(), expected);
      expect(error).toBeLessThanOrEqual(tolerance);
    }
    tf.dispose([input, stock, own]);
  }
  model.dispose();
  tf.dispose([...tensors.values()]);
}

import { LensmithError } from '../../core/errors';
import { sha256 } from '../../core/sha256';
import type { Card } from '../../model-zoo/card';
import { readGraphModelWeights, shardPaths } from '../../model-zoo/convert/graph-model/read';
import type { GraphModelJson } from '../../model-zoo/convert/graph-model/types';
import { fillParameter } from '../../model-zoo/golden/fill';
import { requireFit } from '../../model-zoo/graph/fit';
import { parameters } from '../../model-zoo/graph/parameters';
import type { Graph, Parameters } from '../../model-zoo/graph/types';

/** The whole file; rejects on any failure, a wrong status included. */
export type FetchBytes = (url: string) => Promise<Uint8Array<ArrayBuffer>>;

/** The parameters of weights that the user brought. Rejects with backboneMissing. */
export type ReadStored = (card: Card) => Promise<Parameters>;

/** `fetch` as `FetchBytes`. */
export async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status} for ${url}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * The parameters of a card's backbone: from `<baseUrl>weights/<id>/`, checked against the card's
 * sha256; by `readStored` where the user brought them; or computed where the card's weights are random.
 *
 * Throws weightsUnavailable when a file cannot be had or is not the card's, backboneMissing when
 * stored weights are gone, and weightsMismatch when a tensor does not fit `graph`.
 */
export async function loadParameters(
  card: Card,
  graph: Graph,
  baseUrl: string,
  fetchFile: FetchBytes,
  readStored?: ReadStored,
): Promise<Parameters> {
  if (card.weights.kind === 'stored') {
    if (!readStored) throw new LensmithError('backboneMissing', { backbone: card.id });
    const found = await readStored(card);
    requireFit(card.title, graph, found);
    return found;
  }
  if (card.weights.kind === 'random') {
    return new Map(parameters(graph).map((p) => [p.name, fillParameter(p)]));
  }
  const unavailable = (reason: string, cause?: unknown): LensmithError =>
    new LensmithError('weightsUnavailable', { backbone: card.title, reason }, { cause });
  let files: Uint8Array<ArrayBuffer>[];
  let json: GraphModelJson;
  try {
    ({ files, json } = await fetchWeights(card, baseUrl, fetchFile));
  } catch (cause) {
    throw unavailable(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if ((await hashOf(files)) !== card.weights.sha256)
    throw unavailable('the files are not complete');
  const found = readGraphModelWeights(json, files.slice(1));
  requireFit(card.title, graph, found);
  return found;
}

/**
 * Asks for a card's weights so that whoever loads them next finds them in the browser's cache. Never
 * rejects: what cannot be had is said when it is loaded.
 */
export async function prefetchWeights(
  card: Card,
  baseUrl: string,
  fetchFile: FetchBytes,
): Promise<void> {
  if (card.weights.kind !== 'starter') return;
  await fetchWeights(card, baseUrl, fetchFile).catch(() => {});
}

async function fetchWeights(
  card: Card,
  baseUrl: string,
  fetchFile: FetchBytes,
): Promise<{ files: Uint8Array<ArrayBuffer>[]; json: GraphModelJson }> {
  const folder = new URL(`weights/${card.id}/`, baseUrl).href;
  // The service worker keeps these files by URL: other weights must have another one.
  const version = `?v=${card.weights.sha256.slice(0, 12)}`;
  const head = await fetchFile(`${folder}model.json${version}`);
  const json = JSON.parse(new TextDecoder().decode(head)) as GraphModelJson;
  const shards = shardPaths(json).map((path) => fetchFile(new URL(path + version, folder).href));
  return { files: [head, ...(await Promise.all(shards))], json };
}

/** Of the files one after the other, hex. */
function hashOf(files: readonly Uint8Array[]): Promise<string> {
  const whole = new Uint8Array(files.reduce((sum, file) => sum + file.length, 0));
  let offset = 0;
  for (const file of files) {
    whole.set(file, offset);
    offset += file.length;
  }
  return sha256(whole);
}

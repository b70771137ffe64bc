import type { NamedTensor } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Preprocessing } from '../../core/preprocessing/types';
import type { Store } from '../../core/store/types';
import type { ArchitectureName, Card } from '../../model-zoo/card';
import { cost } from '../../model-zoo/graph/cost';
import { requireFit } from '../../model-zoo/graph/fit';
import { parameters } from '../../model-zoo/graph/parameters';
import { shapes } from '../../model-zoo/graph/shapes';
import type { Graph, Parameters } from '../../model-zoo/graph/types';
import { backboneGraph, registerStored, zoo } from '../../model-zoo/zoo';
import { parametersHash } from './hash';

/** A backbone to be kept: parameters in the internal layout, without classifier. */
export interface NewBackbone {
  /**
   * What people call the weights: `resnet18.a1_in1k`, or a file's name. The card's id is made of it:
   * `<architecture>.<rest>`, safe in paths, and another one where that is taken by other weights.
   */
  name: string;
  architecture: ArchitectureName;
  /** For people: `ResNet18 (a1_in1k)`. */
  title: string;
  preprocessing: Preprocessing;
  /** More than the network needs is left out. */
  parameters: Parameters;
  /** Where they came from: `timm/resnet18.a1_in1k`, or a file's name. */
  source: string;
  /** SPDX; null, or the Hub's `unknown`, where the source states none. */
  licence: string | null;
}

const cardName = (id: string) => `backbone/${id}/card`;
const weightsName = (id: string) => `backbone/${id}/weights`;

/**
 * Keeps a backbone, atomically; the same weights with the same preprocessing are kept once. The
 * card's parameters, MACs and features are computed from the graph at its input size.
 * Throws weightsMismatch where a tensor is missing or has another shape, storageFull.
 */
export async function storeBackbone(store: Store, given: NewBackbone): Promise<Card> {
  const { architecture, title, preprocessing, source } = given;
  const licence =
    given.licence === null || given.licence === 'unknown' ? 'NOASSERTION' : given.licence;
  const graph = backboneGraph({ architecture, preprocessing });
  requireFit(title, graph, given.parameters);
  const sha256 = await parametersHash(graph, given.parameters);
  const known = await listBackbones(store);
  const same = known.find(
    (card) =>
      card.weights.sha256 === sha256 &&
      card.architecture === architecture &&
      JSON.stringify(card.preprocessing) === JSON.stringify(preprocessing),
  );
  if (same) return same;
  const tensors = parameters(graph).map(({ name, shape }): NamedTensor => {
    return { name, shape: [...shape], data: given.parameters.get(name)!.data };
  });
  const bytes = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const card: Card = {
    id: freeId(given, sha256, known),
    architecture,
    title,
    weights: { kind: 'stored', source, licence, sha256, bytes },
    preprocessing,
    ...measured(graph),
  };
  // The card last: weights without one are not listed, and the next attempt replaces them.
  await store.artifacts.put(weightsName(card.id), tensors);
  await store.artifacts.put(cardName(card.id), card);
  registerStored([...known, card]);
  return card;
}

/** Of every stored backbone, by id; `card` and the planning of experiments know them from then on. */
export async function listBackbones(store: Store): Promise<Card[]> {
  const names = await store.artifacts.names('backbone/');
  const cards: Card[] = [];
  for (const name of names.filter((name) => name.endsWith('/card'))) {
    const card = await store.artifacts.get<Card>(name);
    if (card) cards.push(card);
  }
  registerStored(cards);
  return cards;
}

/** A card of the zoo or of the store. Throws backboneMissing. */
export async function findCard(store: Store, id: string): Promise<Card> {
  const found = zoo.find((card) => card.id === id);
  if (found) return found;
  const stored = (await listBackbones(store)).find((card) => card.id === id);
  if (!stored) throw new LensmithError('backboneMissing', { backbone: id });
  return stored;
}

/** A stored backbone's parameters. Throws backboneMissing. */
export async function storedParameters(store: Store, { id }: Card): Promise<Parameters> {
  const tensors = await store.artifacts.get<NamedTensor[]>(weightsName(id));
  if (!tensors) throw new LensmithError('backboneMissing', { backbone: id });
  return new Map(tensors.map(({ name, shape, data }) => [name, { shape, data }]));
}

/**
 * Throws backboneInUse while a run stands on it: what a run has trained is its head and tail, and
 * without the trunk below them nobody could predict with it again.
 */
export async function removeBackbone(store: Store, id: string): Promise<void> {
  const runs = await runsOn(store, id);
  if (runs > 0) throw new LensmithError('backboneInUse', { backbone: id, runs });
  await store.artifacts.removePrefix(`backbone/${id}/`);
  await listBackbones(store);
}

/** Runs on a backbone, and experiments under way that have it still before them. */
export async function runsOn({ runs, experiments }: Store, id: string): Promise<number> {
  const trained = (await runs.list()).filter(({ backbone }) => backbone === id);
  const waiting = (await experiments.list()).filter(
    ({ id: experiment, status, options }) =>
      (status === 'running' || status === 'interrupted') &&
      options.backbones?.includes(id) &&
      !trained.some(({ experimentId }) => experimentId === experiment),
  );
  return trained.length + waiting.length;
}

function measured(graph: Graph): Pick<Card, 'parameters' | 'macs' | 'features'> {
  const { parameters, macs } = cost(graph);
  return { parameters, macs, features: shapes(graph).get(graph.taps.pooled!)![0]! };
}

/** Ids are parts of run ids, file names and URLs, and say the architecture to whoever reads one. */
function freeId(
  { name, architecture }: NewBackbone,
  sha256: string,
  taken: readonly Card[],
): string {
  const rest = name.startsWith(`${architecture}.`) ? name.slice(architecture.length + 1) : name;
  const safe = rest.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
  const id = `${architecture}.${safe || 'weights'}`;
  return taken.some((card) => card.id === id) ? `${id}-${sha256.slice(0, 8)}` : id;
}

import type {
  ArchitectureWeights,
  Backbones,
  BackboneWeights,
} from '../../../core/contract/backbones';
import type { Store } from '../../../core/store/types';
import type { Card } from '../../../model-zoo/card';
import { onHub } from '../../../model-zoo/hub-weights';
import { zoo } from '../../../model-zoo/zoo';
import { removeBackbone, runsOn } from '../../backbones/stored';
import { choice, stopUsing } from '../../backbones/used';
import { partialDownloads } from './pieces';

/** Every architecture with its weights: what is here, and what the Hub is known to have. */
export async function listWeights(store: Store): Promise<Backbones> {
  const { cards, starters } = await choice(store);
  const order = [...zoo, ...onHub, ...cards].map(({ architecture }) => architecture);
  const here = cards.filter(({ weights }) => weights.kind !== 'random');
  const architectures: ArchitectureWeights[] = [];
  for (const architecture of new Set(order)) {
    const mine = here.filter((card) => card.architecture === architecture);
    const weights: BackboneWeights[] = [];
    for (const card of mine) weights.push(await weightsOf(store, card, starters));
    const offers = onHub
      .filter((offer) => offer.architecture === architecture)
      .filter(({ repo }) => mine.every((card) => card.weights.source !== repo))
      .map(({ repo, top1 }) => ({ repo, top1 }));
    if (weights.length + offers.length > 0) architectures.push({ architecture, weights, offers });
  }
  const partial = (await partialDownloads(store)).map(({ repo, arrived, bytes }) => {
    return { repo, arrived, bytes };
  });
  return { architectures, partial };
}

export async function weightsOf(
  store: Store,
  { id, architecture, weights, preprocessing }: Card,
  inUse: readonly string[],
): Promise<BackboneWeights> {
  const stored = weights.kind === 'stored';
  return {
    ...{ id, architecture, preprocessing, bytes: weights.bytes },
    kind: stored ? 'stored' : 'starter',
    source: stored ? weights.source : null,
    licence: weights.licence === 'NOASSERTION' ? null : weights.licence,
    used: inUse.includes(id),
    runs: stored ? await runsOn(store, id) : 0,
  };
}

/** See BackbonesApi.removeBackbone. */
export async function removeWeights(store: Store, id: string): Promise<void> {
  await removeBackbone(store, id);
  await stopUsing(store, id);
}

import { type UsedBackbones, usedBackbones } from '../../core/contract/backbones';
import { LensmithError } from '../../core/errors';
import type { Store } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import { starterBackbones, zoo } from '../../model-zoo/zoo';
import { listBackbones } from './stored';

/** What can be trained, and what is when nothing is chosen. */
export interface Choice {
  cards: readonly Card[];
  /** Ids: one an architecture. */
  starters: readonly string[];
}

/** Each architecture's weights in use: those the user chose, else the starter's. */
export async function choice(store: Store): Promise<Choice> {
  const stored = await listBackbones(store);
  const cards = [...zoo, ...stored];
  const used = (await store.artifacts.get<UsedBackbones>(usedBackbones)) ?? {};
  const chosen = stored.filter(({ id, architecture }) => used[architecture] === id);
  const replaced = new Map(chosen.map((card) => [card.architecture, card.id]));
  const ofZoo = zoo.filter(({ id }) => starterBackbones.includes(id));
  const starters = ofZoo.map(({ id, architecture }) => replaced.get(architecture) ?? id);
  const more = chosen.filter(({ id }) => !starters.includes(id)).map(({ id }) => id);
  return { cards, starters: [...starters, ...more] };
}

/**
 * Makes a card what its architecture is trained with from now on. Throws backboneMissing for a card
 * that is neither of the zoo nor stored.
 */
export async function useBackbone(store: Store, id: string): Promise<void> {
  const { cards } = await choice(store);
  const card = cards.find((card) => card.id === id);
  if (!card) throw new LensmithError('backboneMissing', { backbone: id });
  await change(store, (used) => {
    if (card.weights.kind === 'stored') used[card.architecture] = id;
    else delete used[card.architecture];
  });
}

/** Its architecture goes back to the starter, or to nothing. */
export async function stopUsing(store: Store, id: string): Promise<void> {
  await change(store, (used) => {
    for (const name of Object.keys(used)) {
      if (used[name] === id) delete used[name];
    }
  });
}

async function change(store: Store, edit: (used: UsedBackbones) => void): Promise<void> {
  const used = (await store.artifacts.get<UsedBackbones>(usedBackbones)) ?? {};
  edit(used);
  await store.artifacts.put(usedBackbones, used);
}

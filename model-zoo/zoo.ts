import { LensmithError } from '../core/errors';
import { architectures } from './architectures';
import type { Card } from './card';
import { type CardText, cardTexts } from './card-texts';
import type { Graph } from './graph/types';
import measured from './measured.json';

/** Every set of weights there is: what people decided (card-texts) and what `npm run zoo` measured. */
export const zoo: readonly Card[] = cardTexts.map((text) => {
  const numbers = (measured as Record<string, Measured>)[text.id];
  if (!numbers) throw new Error(`${text.id} has not been measured: npm run zoo`);
  const { sha256, bytes, ...rest } = numbers;
  return { ...text, weights: { ...text.weights, sha256, bytes }, ...rest };
});

/** What `npm run zoo` writes about each card. */
export type Measured = Omit<Card, keyof CardText> & Pick<Card['weights'], 'sha256' | 'bytes'>;

/** Ids of what is trained when nothing is chosen, in the order in which it is. */
export const starterBackbones: readonly string[] = zoo
  .filter(({ weights }) => weights.kind === 'starter')
  .map(({ id }) => id);

const byId = new Map(zoo.map((entry) => [entry.id, entry]));
if (byId.size !== zoo.length) throw new Error('two cards have the same id');

const stored = new Map<string, Card>();

/**
 * Lets `card` find weights that the user brought: whoever has opened the store says what it holds,
 * each time all of it.
 */
export function registerStored(cards: readonly Card[]): void {
  stored.clear();
  for (const entry of cards) stored.set(entry.id, entry);
}

/** Of this project, or brought by the user and registered. Throws unknownBackbone. */
export function card(id: string): Card {
  const found = byId.get(id) ?? stored.get(id);
  if (!found)
    throw new LensmithError('unknownBackbone', { id, known: [...byId.keys()].join(', ') });
  return found;
}

/** The network of a card at its own input size; without `classes` its output is the pooled features. */
export function backboneGraph(
  { architecture, preprocessing }: Pick<Card, 'architecture' | 'preprocessing'>,
  classes = 0,
): Graph {
  return architectures[architecture]({ inputSize: preprocessing.inputSize, classes });
}

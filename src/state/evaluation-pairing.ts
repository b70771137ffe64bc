import { mcNemarExact } from '../../core/learning/statistics';
import type { Answer } from './experiment-mistakes';

export const outcomeKinds = ['bothRight', 'onlyFirst', 'onlySecond', 'bothWrong'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** What two models said of one picture. */
export interface AnswerPair {
  first: Answer;
  second: Answer;
}

/** Two models on the pictures both answered. */
export interface Pairing {
  pictures: number;
  by: Record<OutcomeKind, AnswerPair[]>;
  /** Exact, two-sided: that the two err equally often (McNemar). */
  p: number;
}

/** By picture id; pictures that only one of them answered play no part. Null where they share none. */
export function pairing(first: readonly Answer[], second: readonly Answer[]): Pairing | null {
  const others = new Map(second.map((answer) => [answer.picture, answer]));
  const by: Pairing['by'] = { bothRight: [], onlyFirst: [], onlySecond: [], bothWrong: [] };
  let pictures = 0;
  for (const answer of first) {
    const other = others.get(answer.picture);
    if (!other) continue;
    pictures++;
    by[kindOf(answer, other)].push({ first: answer, second: other });
  }
  if (pictures === 0) return null;
  return { pictures, by, p: mcNemarExact(by.onlyFirst.length, by.onlySecond.length) };
}

function kindOf(first: Answer, second: Answer): OutcomeKind {
  const [a, b] = [first, second].map(({ label, said }) => label === said);
  if (a) return b ? 'bothRight' : 'onlyFirst';
  return b ? 'onlySecond' : 'bothWrong';
}

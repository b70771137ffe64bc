import { HEAD_SEARCH } from './defaults';

/** What a head is fitted with. */
export interface HeadChoice {
  /** Inverse regularisation strength. */
  strength: number;
  /** See `HeadRequest.shrinkage`. */
  shrinkage: number;
}

/**
 * Looks for the choice with the lowest held-out loss: a path of strengths at the first shrinkage,
 * continued while the best lies at its edge, then the neighbours of the best at the other
 * shrinkages. `losses` is asked for a path of ascending strengths, which it may fit one from the other.
 * Ties: the more regularised one.
 */
export async function searchHead(
  losses: (strengths: number[], shrinkage: number) => Promise<number[]>,
): Promise<HeadChoice & { loss: number }> {
  const { exponents, shrinkages } = HEAD_SEARCH;
  let best = { exponent: 0, shrinkage: 0, loss: Number.POSITIVE_INFINITY };
  let around: readonly number[] = exponents;
  for (const shrinkage of shrinkages) {
    const found = await searchPath(around, (strengths) => losses(strengths, shrinkage));
    if (found.loss < best.loss) best = { ...found, shrinkage };
    around = [best.exponent - 1, best.exponent, best.exponent + 1];
  }
  return { strength: strengthOf(best.exponent), shrinkage: best.shrinkage, loss: best.loss };
}

async function searchPath(
  exponents: readonly number[],
  losses: (strengths: number[]) => Promise<number[]>,
): Promise<{ exponent: number; loss: number }> {
  const { least, most } = HEAD_SEARCH;
  const known = new Map<number, number>();
  let wanted = exponents.filter((exponent) => exponent >= least && exponent <= most);
  while (wanted.length > 0) {
    const found = await losses(wanted.map(strengthOf));
    wanted.forEach((exponent, i) => {
      known.set(exponent, found[i]);
    });
    const tried = [...known.keys()].sort((a, b) => a - b);
    const best = bestOf(known).exponent;
    const [lowest, highest] = [tried[0], tried[tried.length - 1]];
    if (best === highest && highest < most) wanted = [highest + 1, highest + 2];
    else if (best === lowest && lowest > least) wanted = [lowest - 2, lowest - 1];
    else wanted = [];
    wanted = wanted.filter((exponent) => exponent >= least && exponent <= most);
  }
  return bestOf(known);
}

function bestOf(known: ReadonlyMap<number, number>): { exponent: number; loss: number } {
  const [first, ...rest] = [...known]
    .map(([exponent, loss]) => ({ exponent, loss }))
    .sort((a, b) => a.exponent - b.exponent);
  return rest.reduce((best, one) => (one.loss < best.loss ? one : best), first);
}

/** Half powers of ten, three digits. */
function strengthOf(exponent: number): number {
  return Number((10 ** (exponent / 2)).toPrecision(3));
}

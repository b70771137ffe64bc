import { type DuelResult, duelCases } from '../duels';
import { caseNames } from './cases';

/** The kernels of tails whose name starts with `prefix`, ours against stock tfjs. */
export function kernels(prefix: string): Promise<DuelResult[]> {
  const names = caseNames.filter((name) => name.startsWith(prefix));
  return duelCases(
    {
      ours: new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module' }),
      peer: new Worker(new URL('./stock.worker.ts', import.meta.url), { type: 'module' }),
    },
    names,
  );
}

import { type DuelResult, duelCases } from '../duels';
import { gemmNames } from './shapes';

/** Matrix products of our own module against tfjs-wasm's matMul, of names with `prefix`. */
export function gemm(prefix: string): Promise<DuelResult[]> {
  return duelCases(
    {
      ours: new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module' }),
      peer: new Worker(new URL('./stock.worker.ts', import.meta.url), { type: 'module' }),
    },
    gemmNames.filter((name) => name.startsWith(prefix) && !name.startsWith('int8')),
  );
}

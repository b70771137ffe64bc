import { type DuelResult, duelCases } from '../duels';
import { gemmNames } from './shapes';

/** 7 bits a value, of the largest result. */
const INTEGER_TOLERANCE = 0.03;

/** Matrix products of our own module against tfjs-wasm's matMul, of names with `prefix`. */
export async function gemm(prefix: string): Promise<DuelResult[]> {
  const names = gemmNames.filter((name) => name.startsWith(prefix));
  const integers = names.filter((name) => name.startsWith('int8'));
  const floats = names.filter((name) => !name.startsWith('int8'));
  return [
    ...(await duelCases(sides(), floats)),
    ...(await duelCases(sides(), integers, INTEGER_TOLERANCE)),
  ];
}

const sides = () => ({
  ours: new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module' }),
  peer: new Worker(new URL('./stock.worker.ts', import.meta.url), { type: 'module' }),
});

import { explain } from './explain/run';
import { exported } from './exports/run';
import { gemm } from './gemm/run';
import { int8Accuracy } from './int8/run';
import { kernels } from './kernels/run';
import { poolScaling } from './pool/run';
import { step } from './step/run';
import { trunk } from './trunk/run';

/** What the bench calls on its page; everything here runs in Chromium, off the page where it computes. */
const bench = { explain, exported, gemm, int8Accuracy, kernels, poolScaling, step, trunk };

declare global {
  interface Window {
    bench: typeof bench;
  }
}
window.bench = bench;

// Their compositions are registered first, so that ours replace them.
import '../activations';
import '../adam-w';
import '../attention';
import '../channel-affine';
import '../global-average-pool';
import '../layer-norm';
import '../stock-gradients';
import '../sum-to';
import type { NativeCode } from '../../native/module';
import { convolutions } from './convolutions';
import { elementwise } from './elementwise';
import { replace } from './kernel';
import { products } from './products';
import { rows } from './rows';

/**
 * Puts native kernels over tfjs-wasm's and over the compositions of ours. Every kernel that reads a
 * weight is among them, as AdamW changes weights in place: XNNPACK's operators, kept by tensor, would
 * go on with the weights they packed first. Calling it again, with another build, replaces them all.
 */
export function registerWasmKernels(code: NativeCode): void {
  const kernels = { ...convolutions, ...products, ...rows, ...elementwise };
  for (const [name, kernel] of Object.entries(kernels)) replace(name, kernel, code);
}

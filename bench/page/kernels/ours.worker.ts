import { startWasm } from '../../../workers/engine/backend';
import { gelu } from '../../../workers/engine/kernels/activations';
import { attention } from '../../../workers/engine/kernels/attention';
import { layerNorm } from '../../../workers/engine/kernels/layer-norm';
import '../../../workers/engine/kernels/stock-gradients';
import { wasmPaths } from '../wasm-paths';
import { serveCases } from './case-worker';
import { makeCase } from './cases';

serveCases(
  () => startWasm(wasmPaths),
  async (name) => makeCase(name, { attention, layerNorm, gelu }),
);

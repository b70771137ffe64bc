import { startWasm } from '../../../workers/engine/backend';
import { gelu } from '../../../workers/engine/kernels/activations';
import { attention } from '../../../workers/engine/kernels/attention';
import { layerNorm } from '../../../workers/engine/kernels/layer-norm';
import '../../../workers/engine/kernels/stock-gradients';
import { fetchNative } from '../../../workers/engine/native/fetch';
import { wasmPaths } from '../wasm-paths';
import { serveCases } from './case-worker';
import { makeCase } from './cases';

serveCases(
  async () => startWasm(wasmPaths, await fetchNative()),
  async (name) => makeCase(name, { attention, layerNorm, gelu }),
);

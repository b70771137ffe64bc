import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { expose } from 'comlink';
import type { EngineApi } from '../core/contract/engine';
import { installErrorTransfer } from '../core/contract/wire';
import { openStore } from '../core/store';
import { Engine } from './engine/engine';
import { fetchBytes } from './engine/loader';
import { fetchNative } from './engine/native/fetch';
import { surroundings } from './engine/probe';
import { decodePicture } from './imaging/decode';

installErrorTransfer();
// tfjs wants all three named, though only the SIMD one is ever fetched.
const wasmPaths = {
  'tfjs-backend-wasm.wasm': plainUrl,
  'tfjs-backend-wasm-simd.wasm': simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
};
const engine: EngineApi = new Engine({
  fetchBytes,
  decode: decodePicture,
  openStore: () => openStore(),
  surroundings: surroundings(),
  wasmPaths,
  native: fetchNative,
});
expose(engine);

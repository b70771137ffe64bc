import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { expose } from 'comlink';
import onnxruntimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { installErrorTransfer } from '../core/contract/wire';
import { createReader } from './reader/reader';

installErrorTransfer();
expose(
  createReader({
    // tfjs wants all three named, though only the SIMD one is ever fetched.
    tfjs: {
      'tfjs-backend-wasm.wasm': plainUrl,
      'tfjs-backend-wasm-simd.wasm': simdUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
    },
    // Not precached, as it is big: the service worker keeps it from its first use on.
    onnxruntime: new URL(onnxruntimeUrl, import.meta.url).href,
  }),
);

import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { keptFiles } from './scripts/kept-files.ts';
import { kit } from './scripts/kit.ts';
import { manifest } from './scripts/manifest.ts';
import { policy } from './scripts/policy.ts';
import { staticWeights } from './scripts/static-weights.ts';

export default defineConfig({
  // Relative, so that the built folder runs under any sub-path of any static host.
  base: './',
  plugins: [
    solid(),
    policy(),
    staticWeights(),
    kit(),
    keptFiles(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'workers',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        // Weights and samples are cached on first use; of tfjs's WASM builds only the SIMD one is ever
        // loaded, and of ours the service worker takes the one that the device runs.
        globPatterns: [
          '**/*.{html,js,css,svg,png,webmanifest}',
          'api/openapi.json',
          'offline.json',
          '**/*wasm-simd-*.wasm',
          '**/lensmith*.wasm',
          '**/inter-latin-*.woff2',
          // Of every bundle: about 1 MB, so that one can be made offline.
          'kit/**',
        ],
        // onnxruntime's 14 MB are wanted by the check of an export alone, and cached on first use too.
        globIgnores: ['weights/**', 'samples/**', 'screenshots/**', '**/ort-wasm-*.wasm'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
  ],
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    sourcemap: true,
    // ECharts, loaded when a chart is first shown, and tfjs, loaded in workers only.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

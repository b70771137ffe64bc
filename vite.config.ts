import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { kit } from './scripts/kit.ts';
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
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'workers',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: 'Lensmith',
        short_name: 'Lensmith',
        description: 'Train image classifiers in this browser tab. No picture leaves the machine.',
        id: './',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#fbfbfa',
        theme_color: '#fbfbfa',
        categories: ['education', 'productivity', 'utilities'],
        icons: [
          { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          {
            src: 'icons/maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
      },
      injectManifest: {
        // Weights and samples are cached on first use; of the WASM builds only the SIMD one is ever loaded.
        globPatterns: [
          '**/*.{html,js,css,svg,png,webmanifest}',
          'api/openapi.json',
          '**/*wasm-simd-*.wasm',
          '**/lensmith*.wasm',
          '**/inter-latin-*.woff2',
          // Of every bundle: about 1 MB, so that one can be made offline.
          'kit/**',
        ],
        // onnxruntime's 14 MB are wanted by the check of an export alone, and cached on first use too.
        globIgnores: ['weights/**', 'samples/**', '**/ort-wasm-*.wasm'],
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

import { createReadStream, existsSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** Big files stand beside the built page, not in it: weights, pictures, what the peers read. */
const folders = {
  '/weights': resolve(root, 'model-zoo/weights'),
  '/samples': resolve(root, 'public/samples'),
  '/onnx': resolve(root, '.cache/bench/onnx'),
};

function besideThePage(): Plugin {
  return {
    name: 'bench:beside-the-page',
    configurePreviewServer(server) {
      for (const [path, folder] of Object.entries(folders)) {
        server.middlewares.use(path, (request, response, next) => {
          const file = resolve(folder, `.${(request.url ?? '/').split('?')[0]}`);
          if (!file.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) {
            next();
            return;
          }
          response.setHeader('Content-Type', 'application/octet-stream');
          response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
          createReadStream(file).pipe(response);
        });
      }
    },
  };
}

/** The bench's own page: the app's workers beside their peers. Not part of what is shipped. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [besideThePage()],
  preview: {
    // onnxruntime-web has threads only where the page is cross-origin isolated.
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2023',
    outDir: resolve(root, '.cache/bench-page'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

import { createReadStream, existsSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

const source = resolve(import.meta.dirname, '../model-zoo/weights');

/**
 * Serves model-zoo/weights under `<base>weights/` while developing and copies it there on build.
 * Not `public/`: the folder belongs to the zoo. Not asset imports: `model.json` names its shards
 * by relative path, and stock `tf.loadGraphModel` must be able to open the served folder.
 */
export function staticWeights(): Plugin {
  let outDir = '';
  return {
    name: 'lensmith:static-weights',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use('/weights', (request, response, next) => {
        const path = decodeURIComponent((request.url ?? '/').split('?')[0]);
        const file = resolve(source, `.${path}`);
        if (!file.startsWith(source + sep) || !existsSync(file) || !statSync(file).isFile()) {
          next();
          return;
        }
        const type = file.endsWith('.json') ? 'application/json' : 'application/octet-stream';
        response.setHeader('Content-Type', type);
        createReadStream(file).pipe(response);
      });
    },
    closeBundle: {
      sequential: true,
      async handler() {
        if (existsSync(source)) await cp(source, resolve(outDir, 'weights'), { recursive: true });
      },
    },
  };
}

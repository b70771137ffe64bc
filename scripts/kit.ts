import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';
import type { KitIndex } from '../workers/formats/kit.ts';

const root = resolve(import.meta.dirname, '..');
const sources = join(root, 'workers/kit');
const staticFolder = join(root, 'public/kit');
const wasmBinary = 'tfjs-backend-wasm-simd.wasm';

/** Path below kit/, which is its path in a bundle. */
export type Kit = ReadonlyMap<string, Uint8Array>;

/**
 * The same files of every export bundle, under `<base>kit/`: JavaScript from workers/kit, what lies in
 * public/kit, and `files.json`, which says what there is. Served while developing, written on build.
 */
export function kit(): Plugin {
  let made: Promise<Kit> | null = null;
  return {
    name: 'lensmith:kit',
    configureServer(server) {
      server.watcher.on('change', (file) => {
        if (file.startsWith(sources + sep) || file.startsWith(staticFolder + sep)) made = null;
      });
      server.middlewares.use('/kit', async (request, response, next) => {
        made ??= buildKit();
        const path = decodeURIComponent((request.url ?? '/').split('?')[0]).slice(1);
        const all = await made;
        const content = path === 'files.json' ? kitIndex(all) : all.get(path);
        if (content === undefined) return next();
        response.setHeader('Content-Type', contentType(path));
        response.end(content);
      });
    },
    async generateBundle() {
      const all = await buildKit();
      this.emitFile({ type: 'asset', fileName: 'kit/files.json', source: kitIndex(all) });
      const copied = new Set(await filesBelow(staticFolder));
      for (const [path, source] of all) {
        if (!copied.has(path)) this.emitFile({ type: 'asset', fileName: `kit/${path}`, source });
      }
    },
  };
}

/** All of the kit but its index. */
export async function buildKit(): Promise<Kit> {
  const files = new Map<string, Uint8Array>();
  for (const path of await filesBelow(staticFolder)) {
    files.set(path, await readFile(join(staticFolder, path)));
  }
  for (const [path, code] of await scripts()) files.set(path, Buffer.from(code));
  const backend = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  files.set(`runtime/${wasmBinary}`, await readFile(join(dirname(backend), wasmBinary)));
  const page = [...files.keys()].filter((path) => /^(index\.html$|runtime\/)/.test(path));
  const worker = Buffer.from(files.get('sw.js')!).toString();
  files.set('sw.js', Buffer.from(worker.replace('__KIT_FILES__', JSON.stringify(page))));
  return files;
}

export function kitIndex(files: Kit): string {
  const index: KitIndex = Array.from(files, ([path, content]) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { path, bytes: content.length, sha256 };
  });
  return `${JSON.stringify(index, null, 2)}\n`;
}

async function scripts(): Promise<[path: string, code: string][]> {
  const entry = {
    predict: join(sources, 'predict.ts'),
    sw: join(sources, 'sw.ts'),
    'runtime/demo': join(sources, 'demo/demo.ts'),
  };
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [inOneForm()],
    build: {
      write: false,
      target: 'es2023',
      minify: 'oxc',
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        external: [/^node:/],
        output: {
          minify: true,
          entryFileNames: '[name].js',
          // Plain names: a bundle's files are hashed in its certificate, not by their names.
          chunkFileNames: 'runtime/[name].js',
          assetFileNames: 'runtime/[name][extname]',
        },
        checks: { pluginTimings: false },
      },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return outputs.flatMap((output) => {
    if (!('output' in output)) throw new Error('the build of the kit is a watcher');
    return output.output.map((file): [string, string] => [
      file.fileName,
      file.type === 'chunk' ? file.code : String(file.source),
    ]);
  });
}

/**
 * One form of tfjs for pages and for Node: its Node parts `require` CommonJS packages, which neither
 * has, and workers/kit/open.ts stands in for them; its threads are never used.
 */
function inOneForm(): Plugin {
  const left = /platforms\/platform_node$|threaded-simd\.(worker\.)?js$/;
  return {
    name: 'lensmith:kit-tfjs',
    enforce: 'pre',
    resolveId: (id) => (left.test(id) ? `\0left-out:${id}` : null),
    load: (id) =>
      id.startsWith('\0left-out:')
        ? 'export class PlatformNode {} export const wasmWorkerContents = ""; export default null;'
        : null,
    transform(code, id) {
      if (/platforms\/platform_node\.js$/.test(id)) this.error('platform_node was not left out');
      if (!/wasm-out\/tfjs-backend-wasm\.js$/.test(id)) return null;
      const node = /ENVIRONMENT_IS_NODE=typeof process=="object".*?;/;
      if (!node.test(code))
        this.error('tfjs-backend-wasm has changed: it cannot be told from Node');
      return code.replace(node, 'ENVIRONMENT_IS_NODE=false;');
    },
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

function contentType(path: string): string {
  const types: Record<string, string> = {
    html: 'text/html',
    js: 'text/javascript',
    css: 'text/css',
    json: 'application/json',
    wasm: 'application/wasm',
  };
  return types[path.split('.').pop() ?? ''] ?? 'application/octet-stream';
}

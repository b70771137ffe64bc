import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { type KeptFile, keptFilesList } from '../core/kept-files.ts';

/** Writes the list that Settings keeps for offline use: weights, the sample, what checks exports. */
export function keptFiles(): Plugin {
  let outDir = '';
  return {
    name: 'lensmith:kept-files',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: {
      // After the weights have been copied, before the service worker is made: as the plugins stand.
      sequential: true,
      async handler() {
        if (statSync(join(outDir, 'assets'), { throwIfNoEntry: false })) {
          writeFileSync(join(outDir, keptFilesList), JSON.stringify(list(outDir)));
        }
      },
    },
  };
}

function list(outDir: string): KeptFile[] {
  const folder = join(outDir, 'weights');
  const weights = readdirSync(folder).flatMap((id) => {
    const model = readFileSync(join(folder, id, 'model.json'));
    const { weightsManifest } = JSON.parse(String(model)) as {
      weightsManifest: { paths: string[] }[];
    };
    const shards = weightsManifest.flatMap(({ paths }) => paths);
    const hash = createHash('sha256').update(model);
    for (const shard of shards) hash.update(readFileSync(join(folder, id, shard)));
    // As workers/engine/loader.ts asks for them.
    const version = `?v=${hash.digest('hex').slice(0, 12)}`;
    return ['model.json', ...shards].map((name) => entry(`weights/${id}/${name}`, version));
  });
  const reader = readdirSync(join(outDir, 'assets')).filter((name) => /^ort-.*\.wasm$/.test(name));
  return [
    entry('samples/fashion-mnist.zip'),
    ...reader.map((name) => entry(`assets/${name}`)),
    ...weights,
  ];

  function entry(path: string, version = ''): KeptFile {
    return { url: path + version, bytes: statSync(join(outDir, path)).size };
  }
}

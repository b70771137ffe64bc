import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { compileNative, type NativeBuild, type NativeCode } from './module';

const files = { plain: 'lensmith.wasm', relaxed: 'lensmith-relaxed.wasm' };

/** A build from disk, for tests and benches in Node. */
export function readNative(build: NativeBuild): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(resolve(import.meta.dirname, 'built', files[build])).then(
    (bytes) => new Uint8Array(bytes),
  );
}

/** Every build that this Node can run. */
export async function nativeBuilds(): Promise<NativeCode[]> {
  const best = await compileNative(readNative);
  return best.relaxed ? [best, await compileNative(readNative, false)] : [best];
}

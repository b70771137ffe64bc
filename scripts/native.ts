import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

// npm run native [-- --check]: builds workers/engine/native/built, or compares it with its source.
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/** Zig carries clang and lld for every platform, so everyone builds the same bytes from it. */
const zigVersion = '0.14.1';
const folder = resolve(import.meta.dirname, '../workers/engine/native');
const cache = resolve(import.meta.dirname, `../node_modules/.cache/zig-${zigVersion}`);
const features = 'simd128+bulk_memory+nontrapping_fptoint+sign_ext+mutable_globals';
/** Two builds side by side: relaxed SIMD is not everywhere, and not the same everywhere. */
const builds = [
  { name: 'lensmith.wasm', features },
  { name: 'lensmith-relaxed.wasm', features: `${features}+relaxed_simd` },
];

/** ZIG, or the pinned version from PyPI; throws where neither can be had. */
function zig(): string {
  if (process.env.ZIG) return process.env.ZIG;
  const path = join(cache, 'ziglang', process.platform === 'win32' ? 'zig.exe' : 'zig');
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    const wanted = ['--no-deps', '--target', cache, `ziglang==${zigVersion}`];
    execFileSync(process.env.PYTHON ?? 'python3', ['-m', 'pip', 'install', '-q', ...wanted], {
      stdio: 'inherit',
    });
  }
  return path;
}

/** The bytes of one build, made in `scratch`. */
function build(compiler: string, scratch: string, features: string): Buffer {
  const sources = readdirSync(join(folder, 'src')).filter((name) => name.endsWith('.c'));
  const objects = sources.sort().map((name) => {
    const object = join(scratch, name.replace(/c$/, 'o'));
    const flags = [
      '-O3',
      '-fno-unroll-loops',
      '-std=c17',
      '-ffreestanding',
      '-Wall',
      '-Wextra',
      '-Werror',
    ];
    const target = ['--target=wasm32-freestanding', `-mcpu=mvp+${features}`];
    // A relative path: the compiler's output may name its input.
    execFileSync(compiler, ['cc', '-c', ...target, ...flags, `src/${name}`, '-o', object], {
      cwd: folder,
      stdio: 'inherit',
    });
    return object;
  });
  const out = join(scratch, 'out.wasm');
  const flags = ['--no-entry', '--import-memory', '--strip-all', '--stack-first'];
  execFileSync(compiler, ['wasm-ld', ...flags, '--export=__stack_pointer', ...objects, '-o', out], {
    stdio: 'inherit',
  });
  return readFileSync(out);
}

/** Static data would be written into whatever memory an instance shares. */
function requireNoData(name: string, bytes: Buffer): void {
  let at = 8;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = leb();
    if (section === 11)
      throw new Error(`${name} has static data: find the constant and compute it`);
    at += size;
  }
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

let compiler: string;
try {
  compiler = zig();
} catch (error) {
  // Nobody needs a compiler to work on Lensmith; but CI must not skip the check in silence.
  if (!values.check || process.env.CI) throw error;
  console.warn(`Not checked: ${(error as Error).message}. It needs Python 3 with pip, or ZIG.`);
  process.exit(0);
}
const scratch = mkdtempSync(join(tmpdir(), 'lensmith-native-'));
try {
  for (const { name, features } of builds) {
    const bytes = build(compiler, scratch, features);
    requireNoData(name, bytes);
    const path = join(folder, 'built', name);
    if (!values.check) writeFileSync(path, bytes);
    const there = readFileSync(path);
    console.log(`${name} ${bytes.length} bytes, sha256 ${hash(bytes)}`);
    if (!there.equals(bytes)) {
      throw new Error(`${name} is not what its source gives (${hash(there)}): run npm run native`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

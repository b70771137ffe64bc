// npm run test:python [-- --only PREFIX] [-- --keep FOLDER]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPython, NoPython } from './environment';
import { importContinued } from './import-continued';
import { writeExperiment } from './write-experiment';
import { writeSamples } from './write-samples';

/** Longest that one check may take, in milliseconds: it hangs. */
const checkLimit = 600_000;

const { values: options } = parseArgs({
  options: {
    /** Only checks whose name begins so: `check_timm`. */
    only: { type: 'string', default: 'check_' },
    /** Where to leave the samples; default: a folder that is removed in the end. */
    keep: { type: 'string' },
  },
});

function pythonOrSkip(): string {
  try {
    return findPython();
  } catch (error) {
    if (!(error instanceof NoPython)) throw error;
    console.error(error.message);
    if (process.env.CI) process.exit(1);
    console.error('SKIPPED: no export was opened in Python. CI does not pass without it.');
    process.exit(0);
  }
}

const python = pythonOrSkip();
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'lensmith-python-'));
console.log(`Python: ${python}\nSamples: ${folder}`);
await writeSamples(folder);
await writeExperiment(join(folder, 'experiment'));

const checks = readdirSync(here)
  .filter((name) => name.startsWith(options.only) && /^check_\w+\.py$/.test(name))
  .sort();
const failed = checks.filter((name) => {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(python, [join(here, name), folder], {
    encoding: 'utf8',
    timeout: checkLimit,
    maxBuffer: 1 << 28,
    env: { ...process.env, HF_HUB_OFFLINE: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const said = stdout.trim().split('\n').at(-1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s): ${said}`);
  if (status !== 0) console.log(stdout, stderr, error?.message ?? '');
  return status !== 0;
});
const continued = join(folder, 'continued');
if (existsSync(continued)) {
  await importContinued(continued).then(
    (said) => console.log(`ok   continued run, back in Lensmith: ${said}`),
    (error) => {
      failed.push('import');
      console.log('FAIL continued run, back in Lensmith:', error);
    },
  );
}
if (!options.keep) rmSync(folder, { recursive: true });
console.log(`python: ${checks.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 || checks.length === 0 ? 1 : 0);

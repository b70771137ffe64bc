import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = ['requirements.txt', 'requirements-no-deps.txt'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);
const imports =
  'import torch, torchvision, timm, safetensors, onnx, onnxruntime, mlflow, ray, PIL, sklearn';
const debianPackages = ['python3-torch', 'python3-torchvision', 'python3-sklearn', 'python3-venv'];

/** Why there is no Python for the checks, and what a person can do about it. */
export class NoPython extends Error {}

/**
 * A Python that has all the checks import: LENSMITH_PYTHON, one made by an earlier call, `python3`, or
 * a new virtual environment in the user's cache. Throws NoPython.
 */
export function findPython(): string {
  const chosen = process.env.LENSMITH_PYTHON;
  if (chosen) {
    const missing = missingFrom(chosen);
    if (missing) throw new NoPython(`LENSMITH_PYTHON (${chosen}) does not do: ${missing}`);
    return chosen;
  }
  const folder = environmentFolder();
  const made = join(folder, 'bin', 'python');
  return [made, 'python3'].find((python) => missingFrom(python) === null) ?? make(folder, made);
}

/** Another set of requirements is another environment. */
function environmentFolder(): string {
  const hash = createHash('sha256');
  for (const path of requirements) hash.update(readFileSync(path));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'lensmith', `python-${hash.digest('hex').slice(0, 12)}`);
}

/** What Python says when it cannot import everything; null when it can. */
function missingFrom(python: string): string | null {
  const { status, stderr, error } = spawnSync(python, ['-c', imports], { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? 'it fails');
}

function make(folder: string, python: string): string {
  const base = pythonWithTorch();
  console.log(`Making a Python environment in ${folder} (once, some minutes).`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    run(base, ['-m', 'venv', '--system-site-packages', folder]);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    run(python, [...install, '-r', requirements[0]!]);
    run(python, [...install, '--no-deps', '-r', requirements[1]!]);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  const missing = missingFrom(python);
  if (missing) throw new NoPython(`The environment in ${folder} is not complete: ${missing}`);
  return python;
}

/** One that has PyTorch; Debian's is installed where that is possible. Throws NoPython. */
function pythonWithTorch(): string {
  const has = (python: string) =>
    spawnSync(python, ['-c', 'import torch, torchvision, sklearn, ensurepip']).status === 0;
  const candidates = ['python3', '/usr/bin/python3'];
  const found = candidates.find(has);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${debianPackages.join(', ')}.`);
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages]);
    if (has('/usr/bin/python3')) return '/usr/bin/python3';
  }
  throw new NoPython(
    'No Python with PyTorch was found. Install PyTorch, torchvision and scikit-learn for python3 ' +
      `(Debian: apt-get install ${debianPackages.join(' ')}), or name one that has everything in ` +
      'e2e/python/requirements*.txt: LENSMITH_PYTHON=/path/to/python npm run test:python',
  );
}

function run(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (status !== 0) throw new NoPython(`${command} ${args.join(' ')} failed; see above`);
}

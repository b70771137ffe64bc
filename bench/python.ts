import { execFileSync, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const peers = resolve(import.meta.dirname, 'peers');
const modules = 'torch, timm, safetensors, sklearn, PIL';
let found: string | null | undefined;

/** A Python with what the peers import (PYTHON, or python3 on the path); null without. */
export function findPython(): string | null {
  if (found !== undefined) return found;
  const command = process.env.PYTHON ?? 'python3';
  try {
    execFileSync(command, ['-c', `import ${modules}`], { stdio: 'ignore' });
    found = command;
  } catch {
    found = null;
  }
  return found;
}

/** What a row says in place of its peer. */
export const noPython = `no Python with ${modules} (set PYTHON)`;

/** Runs bench/peers/`script` to its end and returns its standard output. Throws without a Python. */
export function runPeer(script: string, args: readonly string[]): string {
  const python = findPython();
  if (!python) throw new Error(noPython);
  return execFileSync(python, [resolve(peers, script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore'],
    maxBuffer: 2 ** 26,
  });
}

/** A peer that answers each line with a line, so that it can take turns with ours. */
export interface PeerProcess {
  ask(line: string): Promise<string>;
  end(): void;
}

export function startPeer(script: string, args: readonly string[]): PeerProcess {
  const python = findPython();
  if (!python) throw new Error(noPython);
  const child = spawn(python, [resolve(peers, script), ...args], {
    stdio: ['pipe', 'pipe', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${script} ended: BENCH_VERBOSE=1 shows why`);
      return value;
    },
    end: () => child.stdin.end(),
  };
}

import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An installed Chromium: CHROMIUM_PATH, Playwright's own, or one on the PATH; null without. */
export function findChromium(): string | null {
  const candidates = [
    process.env.CHROMIUM_PATH ?? '',
    chromium.executablePath(),
    ...(process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((n) => join(dir, n))),
  ];
  return candidates.find((path) => path !== '' && isExecutable(path)) ?? null;
}

/** Finds a Chromium or installs one: Playwright's first, then Debian's package. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const attempts: [string, string[]][][] = [
    [['npx', ['playwright', 'install', '--with-deps', 'chromium']]],
    [
      ['apt-get', ['update', '-qq']],
      ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']],
    ],
  ];
  for (const commands of attempts) {
    try {
      for (const [command, args] of commands) {
        execFileSync(command, args, { stdio: 'inherit', timeout: 10 * 60_000 });
      }
    } catch (error) {
      console.error(`${commands[0][0]} failed: ${(error as Error).message}`);
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error('No Chromium here and none could be installed. Set CHROMIUM_PATH to one.');
}

/**
 * Flags for a quiet, headless Chromium: no calls of its own to the outside, a sandbox unless root,
 * and the software WebGPU adapter where `webgpu` is asked for on a machine without a GPU.
 */
export function chromiumArgs({ webgpu = false } = {}): string[] {
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(webgpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
  ];
}

if (process.argv[1] === import.meta.filename) console.log(ensureChromium());

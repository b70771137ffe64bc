import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface KitPicture {
  path: string;
  /** By Lensmith's own engine. */
  label: string;
  confidence: number;
}

/** See write-kit-folder.ts, which Playwright's loader cannot load for its JSON modules. */
export function writeKitFolder(folder: string): KitPicture[] {
  const script = resolve(import.meta.dirname, 'write-kit-folder.ts');
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', script, folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundle was not written: ${stderr}`);
  return JSON.parse(stdout.slice(stdout.indexOf('[{')));
}

/** What a user of the bundle installs; kept from test to test. */
export async function installPackages(folder: string): Promise<string> {
  const kept = join(tmpdir(), 'lensmith-kit-packages');
  if (!existsSync(join(kept, 'node_modules/@tensorflow/tfjs'))) {
    await mkdir(kept, { recursive: true });
    await cp(join(folder, 'package.json'), join(kept, 'package.json'));
    const options = { cwd: kept, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('npm', ['install', '@tensorflow/tfjs@4.22.0'], options);
    if (status !== 0) throw new Error(`npm could not install the bundle's packages: ${stderr}`);
  }
  return join(kept, 'node_modules');
}

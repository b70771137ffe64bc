import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

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

import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Page } from '@playwright/test';
import { Unzip, UnzipPassThrough } from 'fflate';
import type { Certificate } from '../../core/contract/export';

/**
 * Exports a run's bundle in the page and unpacks it into `folder`, in place of what was there. Rejects
 * as `lensmith.export` does.
 */
export async function writeBundle(page: Page, runId: string, folder: string): Promise<Certificate> {
  const downloading = page.waitForEvent('download', { timeout: 0 });
  // Whichever ends first: an export that fails never downloads.
  downloading.catch(() => {});
  const certificate = await page.evaluate(async (id) => {
    const { file, name, certificate } = await window.lensmith.export(id, 'bundle');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file as File);
    link.download = name;
    link.click();
    return certificate as Certificate;
  }, runId);
  const download = await downloading;
  rmSync(folder, { recursive: true, force: true });
  await unpack(await download.path(), folder);
  await download.delete();
  return certificate;
}

/** As it is read: a bundle may be larger than memory likes. */
async function unpack(zip: string, folder: string): Promise<void> {
  const writing: Promise<void>[] = [];
  const unzip = new Unzip((entry) => {
    const path = resolve(folder, entry.name);
    if (!path.startsWith(resolve(folder) + sep)) throw new Error(`${entry.name} leads outside`);
    mkdirSync(dirname(path), { recursive: true });
    const file = createWriteStream(path);
    writing.push(finished(file));
    entry.ondata = (error, piece, isLast) => {
      if (error) return void file.destroy(error);
      file.write(piece);
      if (isLast) file.end();
    };
    entry.start();
  });
  unzip.register(UnzipPassThrough);
  for await (const piece of createReadStream(zip)) unzip.push(piece);
  unzip.push(new Uint8Array(0), true);
  await Promise.all(writing);
}

/** One line a file that was checked. */
export function certificateLines({ checks }: Certificate): string {
  return checks
    .map(({ file, passed, pictures, agreeing, largestDifference, reader }) => {
      const answers =
        pictures > 0
          ? `${agreeing} of ${pictures} answers the same, largest difference ${largestDifference.toExponential(1)}`
          : 'read back';
      return `  ${passed ? 'ok  ' : 'FAIL'} ${join('bundle', file)}: ${answers} (${reader})`;
    })
    .join('\n');
}

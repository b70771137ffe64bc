import { createWriteStream } from 'node:fs';
import { Zip, ZipPassThrough } from 'fflate';

/** Writes a ZIP (stored) entry by entry, so that it may be bigger than memory; returns its bytes. */
export async function writeZip(
  path: string,
  entries: AsyncIterable<{ name: string; data: Uint8Array }>,
): Promise<number> {
  const out = createWriteStream(path);
  let bytes = 0;
  let failed: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failed ??= error;
    bytes += chunk.length;
    out.write(chunk);
  });
  for await (const { name, data } of entries) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(data, true);
    if (failed) throw failed;
    if (out.writableNeedDrain) await new Promise((resolve) => out.once('drain', resolve));
  }
  zip.end();
  await new Promise((resolve) => out.end(resolve));
  return bytes;
}

import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';

/** `count` pictures from all over an archive, as Playwright hands them to a file input. */
export function samplePictures(zip: string, count: number) {
  const pictures = unzipSync(readFileSync(zip), {
    filter: ({ name }) => /\.(png|jpe?g)$/.test(name),
  });
  const names = Object.keys(pictures);
  return Array.from({ length: count }, (_, i) => {
    const name = names[Math.floor(((i + 0.5) * names.length) / count)]!;
    return {
      name: name.split('/').at(-1) ?? name,
      mimeType: name.endsWith('.png') ? 'image/png' : 'image/jpeg',
      buffer: Buffer.from(pictures[name]!),
    };
  });
}

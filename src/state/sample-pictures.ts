import { unzipSync } from 'fflate';

/** The first `count` PNGs of an archive. A module of its own, so that only this much of fflate is fetched. */
export function firstPictures(archive: ArrayBuffer, count: number): Blob[] {
  let taken = 0;
  const files = unzipSync(new Uint8Array(archive), {
    filter: ({ name }) => name.endsWith('.png') && taken++ < count,
  });
  return Object.values(files).map(
    (png) => new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }),
  );
}

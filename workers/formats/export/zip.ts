import { Zip, ZipPassThrough } from 'fflate';
import { LensmithError } from '../../../core/errors';
import type { ExportedFile } from '../../../model-zoo/convert/exported';

type Bytes = Uint8Array<ArrayBuffer>;

/** Offsets and sizes are 32 bits wide without ZIP64, which old unpackers do not read. */
const mostBytes = 2 ** 32 - 1;
/** Of an entry's headers and descriptor, without its name, which stands in two of them. */
const headerBytes = 30 + 46 + 16;

/**
 * Files as one ZIP archive, piece by piece, without compression: weights do not shrink. Dates are
 * ZIP's first day, so that the same export is the same file. Throws exportTooLarge past 4 GiB.
 */
export async function* zipPieces(
  files: Iterable<ExportedFile> | AsyncIterable<ExportedFile>,
): AsyncGenerator<Bytes, void, undefined> {
  let ready: Bytes[] = [];
  let bytes = 0;
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(piece as Bytes);
  });
  const taken = () => {
    const pieces = ready;
    ready = [];
    return pieces;
  };
  for await (const file of files) {
    bytes += file.bytes + headerBytes + 2 * file.path.length;
    if (bytes > mostBytes) throw new LensmithError('exportTooLarge');
    const entry = new ZipPassThrough(file.path);
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    for (const piece of file.content()) {
      entry.push(piece);
      yield* taken();
    }
    entry.push(new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

import type { ExportedFile } from '../../../model-zoo/convert/exported';
import type { HashedFile } from '../card/facts';
import { wholeFile } from '../parity/whole';

/** As certificates list files. */
export async function hashed(file: ExportedFile): Promise<HashedFile> {
  const { path, bytes, sha256 } = await wholeFile(file);
  return { path, bytes, sha256 };
}

import { LensmithError } from '../../core/errors';
import { type ExportedFile, fileOf } from '../../model-zoo/convert/exported';
import type { FetchBytes } from '../engine/loader';

/** `<base>kit/files.json`, written by scripts/kit.ts: paths in a bundle. */
export type KitIndex = readonly string[];

/**
 * What every bundle holds: the demo page with its runtime, predict.js, the Python files. Static files
 * below `<baseUrl>kit/`. Throws kitUnavailable.
 */
export async function kitFiles(baseUrl: string, fetchBytes: FetchBytes): Promise<ExportedFile[]> {
  const folder = new URL('kit/', baseUrl);
  try {
    const index = await fetchBytes(new URL('files.json', folder).href);
    const paths: KitIndex = JSON.parse(new TextDecoder().decode(index));
    return await Promise.all(
      paths.map(async (path) => fileOf(path, await fetchBytes(new URL(path, folder).href))),
    );
  } catch (cause) {
    throw new LensmithError('kitUnavailable', {}, { cause });
  }
}

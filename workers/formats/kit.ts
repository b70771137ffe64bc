import { LensmithError } from '../../core/errors';
import { sha256 } from '../../core/sha256';
import { type ExportedFile, fileOf } from '../../model-zoo/convert/exported';
import type { FetchBytes } from '../engine/loader';

/** `<base>kit/files.json`, written by scripts/kit.ts. */
export type KitIndex = readonly {
  /** In a bundle, and below `kit/`. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}[];

/**
 * What every bundle holds: the demo page with its runtime, predict.js, the Python files. Static files
 * below `<baseUrl>kit/`, each held against its hash: a host's page for what is not there, or a file
 * of another release, never gets into a bundle. Throws kitUnavailable.
 */
export async function kitFiles(baseUrl: string, fetchBytes: FetchBytes): Promise<ExportedFile[]> {
  const folder = new URL('kit/', baseUrl);
  try {
    const index = await fetchBytes(new URL('files.json', folder).href);
    const entries: KitIndex = JSON.parse(new TextDecoder().decode(index));
    return await Promise.all(
      entries.map(async ({ path, bytes, sha256: hash }) => {
        const content = await fetchBytes(new URL(path, folder).href);
        if (content.length !== bytes || (await sha256(content)) !== hash) {
          throw new Error(`${path} is not the file of this release`);
        }
        return fileOf(path, content);
      }),
    );
  } catch (cause) {
    throw new LensmithError('kitUnavailable', {}, { cause });
  }
}

import type { SkippedFile } from '../../../core/dataset';
import { type DatasetManifest, manifestName, parseManifest } from '../../../core/dataset-manifest';
import type { Candidate } from '../pictures';
import type { SourceFile } from '../source';
import { DamagedEntry } from '../zip/inflate';

export interface FoundManifest {
  manifest: DatasetManifest;
  /** Of the folder it lies in, ending in `/` where there is one. */
  prefix: string;
}

/** Bytes of a manifest that is read. */
const manifestLimit = 64 * 2 ** 20;

/** The outermost readable manifest; null where there is none, or several side by side. */
export async function findManifest(files: readonly SourceFile[]): Promise<FoundManifest | null> {
  const named = files.filter(({ name, size }) => name === manifestName && size <= manifestLimit);
  const depth = Math.min(...named.map(({ folders }) => folders.length));
  const [file, another] = named.filter(({ folders }) => folders.length === depth);
  if (!file || another) return null;
  try {
    const manifest = parseManifest(new TextDecoder().decode(await file.bytes()));
    return manifest && { manifest, prefix: file.path.slice(0, -manifestName.length) };
  } catch (error) {
    if (error instanceof DamagedEntry) return null;
    throw error;
  }
}

/**
 * What the manifest says, with its own paths, so that an archive that was unpacked makes the same
 * dataset. Pictures put in later are of the class that their folder names; others are added to
 * `skipped`.
 */
export function byManifest(
  { manifest, prefix }: FoundManifest,
  files: readonly SourceFile[],
  skipped: SkippedFile[],
): Candidate[] {
  const listed = new Map(manifest.pictures.map((picture) => [picture.file, picture]));
  const hasSplit = manifest.pictures.some(({ split }) => split !== null);
  const candidates: Candidate[] = [];
  for (const file of files) {
    const path = file.path.startsWith(prefix) ? file.path.slice(prefix.length) : file.path;
    const known = listed.get(path);
    const label = known?.label ?? manifest.classes.find((name) => name === file.folders.at(-1));
    if (label === undefined) skipped.push({ file: file.path, reason: 'noLabel' });
    else {
      const split = known ? known.split : hasSplit ? 'train' : null;
      candidates.push({ file: { ...file, path }, label, split });
    }
  }
  return candidates;
}

import type { SkippedFile, SkipReason } from '../../core/dataset';
import { manifestName } from '../../core/dataset-manifest';
import { isTaken, readHeader } from '../imaging/header';
import type { LabelTable } from './layout/layout';
import { readTable } from './layout/table';
import { extension, type SourceFile } from './source';
import { DamagedEntry } from './zip/inflate';

export interface SortedOut {
  pictures: SourceFile[];
  tables: { file: SourceFile; table: LabelTable }[];
  skipped: SkippedFile[];
}

const words = (text: string) => new Set(text.split(' '));
const pictureNames = words('jpg jpeg jpe jfif png webp gif bmp dib avif');
const otherPictureNames = words('tif tiff heic heif svg psd ico jxl jp2 cr2 nef arw dng');
const tableNames = words('csv tsv');
const otherNames = words(
  'txt md rst json jsonl xml yaml yml html htm pdf doc docx xls xlsx py ipynb m mat npy npz h5 pkl ' +
    'js ts sh bat exe dll mp4 avi mov mkv mp3 wav rar 7z gz tar xz db ini cfg log',
);

/** Bytes of a label table that is read. */
const tableLimit = 32 * 2 ** 20;

/** What a file is by its name, or by its first bytes where the name does not tell. */
export async function kindOf(file: SourceFile): Promise<'picture' | 'table' | SkipReason> {
  const name = extension(file.name);
  if (pictureNames.has(name)) return 'picture';
  if (tableNames.has(name) && file.size <= tableLimit) return 'table';
  if (otherPictureNames.has(name)) return 'unsupportedFormat';
  if (otherNames.has(name) || tableNames.has(name)) return 'notAPicture';
  const header = readHeader(await file.head());
  if (!header) return 'notAPicture';
  return isTaken(header.format) ? 'picture' : 'unsupportedFormat';
}

/**
 * Tells pictures from label tables from all else; a manifest is none of these. A picture by name is
 * looked into later.
 */
export async function sortOut(
  files: readonly SourceFile[],
  signal: AbortSignal,
): Promise<SortedOut> {
  const out: SortedOut = { pictures: [], tables: [], skipped: [] };
  for (const file of files) {
    signal.throwIfAborted();
    if (file.name === manifestName) continue;
    try {
      const kind = await kindOf(file);
      if (kind === 'picture') out.pictures.push(file);
      else if (kind === 'table') {
        const rows = readTable(await file.bytes());
        out.tables.push({ file, table: { name: file.name, rows } });
      } else out.skipped.push({ file: file.path, reason: kind });
    } catch (error) {
      if (!(error instanceof DamagedEntry)) throw error;
      out.skipped.push({ file: file.path, reason: 'damagedEntry' });
    }
  }
  return out;
}

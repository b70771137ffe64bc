/** Which side of the split a picture stands on. */
export type Split = 'train' | 'validation' | 'test';

/** Why a file was not taken; the key of its text in the locales. */
export type SkipReason =
  | 'notAPicture'
  | 'undecodable'
  | 'pictureTooLarge'
  | 'noLabel'
  | 'unsupportedFormat'
  | 'encryptedEntry'
  | 'damagedEntry'
  | 'exactDuplicate'
  | 'conflictingLabels'
  | 'emptyFile';

export interface SkippedFile {
  /** Path inside the archive or folder, as shown to the user. */
  file: string;
  reason: SkipReason;
}

/**
 * Id of the dataset that imported models belong to where their own is not here. There is no record
 * of it, so no list shows it and nothing can be trained on it; experiments may name it all the same.
 */
export const importedDataset = 'imported';

export interface Dataset {
  id: string;
  /** The archive's or folder's name. */
  name: string;
  createdAt: number;
  /** SHA-256 over the sorted (file, label, picture hash, own split) list: what a run says it saw. */
  hash: string;
  /** Class names, in natural order; a picture's `label` indexes this. */
  classes: string[];
  images: number;
  /** Bytes of the originals. */
  bytes: number;
  skipped: SkippedFile[];
  /** Groups of two or more pictures that look the same (exact copies are in `skipped`). */
  nearDuplicateGroups: number;
  /** Whether the archive brought its own train/val/test folders. */
  ownSplit: boolean;
}

export interface Picture {
  /** `${datasetId}/${ordinal}`. */
  id: string;
  datasetId: string;
  ordinal: number;
  /** Path inside the archive, safe to show. */
  file: string;
  label: number;
  /** Pixels, after EXIF orientation. */
  width: number;
  height: number;
  bytes: number;
  /** SHA-256 of the original bytes, hex. */
  hash: string;
  /** 64-bit perceptual hash, 16 hex digits. */
  perceptualHash: string;
  /** Pictures that look the same share a group and never stand on both sides of the split. */
  group: number;
  /** The archive's own split, or null. */
  ownSplit: Split | null;
}

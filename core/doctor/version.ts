import type { Picture, Split } from '../dataset';
import { sha256 } from '../sha256';
import { encodeUtf8 } from '../utf8';

/** A picture as it stands in a version. */
export interface VersionPicture {
  /** `Picture.id`. */
  id: string;
  file: string;
  /** SHA-256 of the original bytes, hex. */
  hash: string;
  /** Index into the version's classes. */
  label: number;
  side: Split;
  isExcluded: boolean;
}

/** A dataset with edits applied: plain data, never changed in place. */
export interface DatasetVersion {
  classes: readonly string[];
  /** In the dataset's order, excluded ones too. */
  pictures: readonly VersionPicture[];
  /** Keys of findings that somebody has looked at and let stand, ascending. */
  dismissed: readonly string[];
}

/**
 * The dataset as it was imported, with its division settled: `sides` as `splitPictures` gives them. Edits
 * then never deal pictures anew. Throws RangeError where the lengths differ.
 */
export function baseVersion(
  classes: readonly string[],
  pictures: readonly Pick<Picture, 'id' | 'file' | 'hash' | 'label'>[],
  sides: readonly Split[],
): DatasetVersion {
  if (pictures.length !== sides.length) {
    throw new RangeError(`${sides.length} sides of ${pictures.length} pictures`);
  }
  return {
    classes,
    pictures: pictures.map(({ id, file, hash, label }, i) => ({
      ...{ id, file, hash, label, side: sides[i], isExcluded: false },
    })),
    dismissed: [],
  };
}

/**
 * Names what can be learnt from a version: SHA-256, hex, over the class names in their order and the
 * sorted (file, class, picture hash, side) list of what is not excluded. Which edits led there, in which
 * order, and what was dismissed does not show.
 */
export function versionHash({ classes, pictures }: DatasetVersion): Promise<string> {
  const lines = pictures
    .filter(({ isExcluded }) => !isExcluded)
    .map(({ file, label, hash, side }) => JSON.stringify([file, classes[label], hash, side]));
  const text = [JSON.stringify(classes), ...lines.sort()].join('\n');
  return sha256(encodeUtf8(text));
}

/**
 * What training takes: the dataset's pictures without the excluded ones, with the version's labels, and
 * its sides as their own split, which `splitPictures` follows. In the order of `pictures`; one that the
 * version does not know throws RangeError.
 */
export function picturesOf(version: DatasetVersion, pictures: readonly Picture[]): Picture[] {
  const standing = new Map(version.pictures.map((picture) => [picture.id, picture]));
  return pictures.flatMap((picture) => {
    const found = standing.get(picture.id);
    if (!found) throw new RangeError(`the version does not know ${picture.id}`);
    return found.isExcluded ? [] : [{ ...picture, label: found.label, ownSplit: found.side }];
  });
}

export interface TestComparison {
  /** Ids of test pictures of both versions: on these, runs before and after compare. */
  common: string[];
  onlyBefore: string[];
  onlyAfter: string[];
}

/** What the test sets of two versions of one dataset share. */
export function compareTests(before: DatasetVersion, after: DatasetVersion): TestComparison {
  const [first, second] = [testIds(before), testIds(after)];
  return {
    common: [...first].filter((id) => second.has(id)),
    onlyBefore: [...first].filter((id) => !second.has(id)),
    onlyAfter: [...second].filter((id) => !first.has(id)),
  };
}

function testIds({ pictures }: DatasetVersion): Set<string> {
  const tested = pictures.filter(({ side, isExcluded }) => side === 'test' && !isExcluded);
  return new Set(tested.map(({ id }) => id));
}

import type { Finding } from './findings';
import type { DatasetVersion, VersionPicture } from './version';

interface Examined {
  /** Ids; what findings index. */
  pictures: readonly string[];
  /** Names; what findings index. */
  classes: readonly string[];
  findings: readonly Finding[];
}

/**
 * The findings of an examination that a later version leaves open: not dismissed, their pictures not
 * excluded or relabelled, their classes still there. In their order.
 */
export function openFindings(examined: Examined, version: DatasetVersion): Finding[] {
  const dismissed = new Set(version.dismissed);
  const standing = new Map(version.pictures.map((picture) => [picture.id, picture]));
  return examined.findings.filter((finding) => {
    if (dismissed.has(finding.key)) return false;
    const names = finding.classes.map((label) => examined.classes[label]);
    if (names.some((name) => !version.classes.includes(name))) return false;
    const left = finding.pictures
      .map((i) => standing.get(examined.pictures[i]))
      .filter((picture) => picture !== undefined && !picture.isExcluded);
    return isOpen(finding, left as VersionPicture[], examined, version);
  });
}

function isOpen(
  finding: Finding,
  left: readonly VersionPicture[],
  { classes }: Examined,
  version: DatasetVersion,
): boolean {
  switch (finding.kind) {
    case 'label-error':
      return left.length > 0 && version.classes[left[0].label] === classes[finding.detail.given];
    case 'contradiction':
      return new Set(left.map(({ label }) => label)).size > 1;
    case 'leak':
      return new Set(left.map(({ side }) => side)).size > 1;
    case 'exact-copies':
    case 'near-copies':
      return left.length > 1;
    case 'picture-quality':
      return left.length > 0;
    default:
      return true;
  }
}

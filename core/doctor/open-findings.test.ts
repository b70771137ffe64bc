import { expect, test } from 'vitest';
import { applyEdits, type Edit } from './edits';
import type { Finding } from './findings';
import { openFindings } from './open-findings';
import { baseVersion } from './version';

const ids = ['d/0', 'd/1', 'd/2'];
const classes = ['cat', 'dog'];
const base = baseVersion(
  classes,
  ids.map((id, i) => ({ id, file: id, hash: `${i}`, label: i % 2 })),
  ['train', 'test', 'train'],
);
const common = { score: 1, action: { action: 'keep' as const } };
const findings = [
  {
    ...common,
    kind: 'label-error',
    key: 'l',
    pictures: [0],
    classes: [0, 1],
    detail: { given: 0 },
  },
  { ...common, kind: 'contradiction', key: 'c', pictures: [1, 2], classes: [0, 1] },
  { ...common, kind: 'near-copies', key: 'n', pictures: [0, 2], classes: [0] },
  { ...common, kind: 'alike-classes', key: 'a', pictures: [], classes: [0, 1] },
] as unknown as Finding[];
const open = (...edits: Edit[]) =>
  openFindings({ pictures: ids, classes, findings }, applyEdits(base, edits))
    .map(({ key }) => key)
    .join('');

test.each<[string, Edit]>([
  ['cna', { edit: 'relabel', pictures: ['d/0'], to: 'dog' }],
  ['ca', { edit: 'exclude', pictures: ['d/0'] }],
  ['lna', { edit: 'relabel', pictures: ['d/2'], to: 'dog' }],
  ['lcn', { edit: 'dismiss', finding: 'a' }],
  ['n', { edit: 'merge', classes: ['dog'], into: 'cat' }],
])('leaves %s open', (left, edit) => {
  expect(open()).toBe('lcna');
  expect(open(edit)).toBe(left);
});

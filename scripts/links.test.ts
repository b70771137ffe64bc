import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Targets of Markdown links and of HTML's src and href, without those that leave the repository. */
function linksOf(text: string): string[] {
  const found = text.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|srcset|href)="([^"]+)"/g);
  return Array.from(found, ([, markdown, html]) => markdown ?? html ?? '').filter(
    (target) => target !== '' && !/^([a-z]+:|#)/.test(target),
  );
}

const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);

test('there is something to check', () => {
  expect(documents).toContain('README.md');
  expect(linksOf('[a](docs/a.md#b) <img src="c.png"> [d](https://example.org)')).toEqual([
    'docs/a.md#b',
    'c.png',
  ]);
});

test.each(documents)('%s links to files that are there', (document) => {
  const dead = linksOf(readFileSync(resolve(root, document), 'utf8')).filter((target) => {
    const path = decodeURIComponent(target.split('#')[0] ?? '');
    return !existsSync(resolve(root, dirname(document), path));
  });
  expect(dead).toEqual([]);
});

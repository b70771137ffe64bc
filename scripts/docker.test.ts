import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from '../core/content-security-policy';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

test('nginx sends the policy that the page carries', () => {
  expect(read('deploy/nginx.conf')).toContain(
    `add_header Content-Security-Policy "${contentSecurityPolicy}" always;`,
  );
});

test('what the Dockerfile copies from the repository is there, and reaches the build', () => {
  const copied = read('Dockerfile')
    .split('\n')
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(copied).toContain('deploy/nginx.conf');
  const ignored = read('.dockerignore').split('\n').filter(Boolean);
  for (const path of copied) {
    expect(existsSync(resolve(root, path)), path).toBe(true);
    expect(
      ignored.some((one) => path === one || path.startsWith(`${one}/`)),
      path,
    ).toBe(false);
  }
});

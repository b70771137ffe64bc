import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface SpaceFile {
  /** In the Space, with `/`. */
  path: string;
  content: Blob;
}

/**
 * What a static Space of the built app consists of: the files of `dist` without source maps, and the
 * README whose head tells the Hub what it is. Throws an Error with a remedy where nothing was built.
 */
export function spaceFiles(dist: string, readme: string): SpaceFile[] {
  if (!existsSync(join(dist, 'index.html'))) {
    throw new Error('There is no built app in dist. Run npm run build first.');
  }
  const built = readdirSync(dist, { recursive: true })
    .map((name) => join(dist, String(name)))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.map'))
    .map((path) => ({
      path: relative(dist, path).split(sep).join('/'),
      content: new Blob([readFileSync(path)]),
    }));
  const first = { path: 'README.md', content: new Blob([readFileSync(readme)]) };
  return [first, ...built.sort((a, b) => (a.path < b.path ? -1 : 1))];
}

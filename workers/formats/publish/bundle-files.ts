import { LensmithError } from '../../../core/errors';
import { locate, readDirectory } from '../../ingest/zip/directory';
import { defaultLimits, ZipBudget } from '../../ingest/zip/limits';

export interface BundleFile {
  path: string;
  content: Blob;
}

/** The files of a bundle as slices of its archive, whose entries are stored as they are. */
export async function bundleFiles(bundle: Blob): Promise<BundleFile[]> {
  const name = 'bundle.zip';
  const entries = await readDirectory(bundle, name, new ZipBudget(name, defaultLimits));
  const files: BundleFile[] = [];
  for (const entry of entries.filter(({ isFolder }) => !isFolder)) {
    const content = entry.method === 0 ? await locate(bundle, entry) : null;
    if (!content) throw new LensmithError('internal', { detail: `${entry.name} is packed` });
    files.push({ path: entry.name, content });
  }
  return files;
}

/** What is for Python and other readers; the demo page and its service worker need all else. */
const notInSpace = /^(model\.[^/]*|config\.json|[^/]*\.py|requirements\.txt|README\.md)$/;

/** The demo page as a static Space, with a card of its own that points to the model. */
export function spaceFiles(files: readonly BundleFile[], repo: string): BundleFile[] {
  const title = repo.split('/')[1]!;
  const card = [
    '---',
    `title: ${JSON.stringify(title)}`,
    'sdk: static',
    'pinned: false',
    'models:',
    `- ${repo}`,
    '---',
    '',
    `The demo page of [${repo}](https://huggingface.co/${repo}): it classifies a picture in the`,
    'browser and sends it nowhere. Made with Lensmith.',
    '',
  ].join('\n');
  return [
    ...files.filter(({ path }) => !notInSpace.test(path)),
    { path: 'README.md', content: new Blob([card]) },
  ];
}

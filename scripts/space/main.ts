import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { deploy } from './deploy';
import { spaceFiles } from './files';

// npm run build && HF_TOKEN=... npm run deploy:space -- OWNER/NAME [--dry-run]
const root = resolve(import.meta.dirname, '../..');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false } },
  });
  const [space] = positionals;
  if (!space) throw new Error('Which Space? npm run deploy:space -- OWNER/NAME [--dry-run]');
  const dryRun = values['dry-run'];
  const files = spaceFiles(resolve(root, 'dist'), resolve(root, 'deploy/space/README.md'));
  const done = await deploy(
    {
      ...{ space, files, dryRun },
      accessToken: process.env.HF_TOKEN ?? '',
      // As the Hub's own tools read it.
      hubUrl: process.env.HF_ENDPOINT,
    },
    (share) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(100 * share)}%`);
    },
  );
  const megabytes = files.reduce((sum, { content }) => sum + content.size, 0) / 1e6;
  if (process.stderr.isTTY) process.stderr.write('\r');
  console.log(
    `${dryRun ? 'Would upload' : 'Uploaded'} ${done.uploaded} files (${megabytes.toFixed(1)} MB), ` +
      `${dryRun ? 'remove' : 'removed'} ${done.removed.length}` +
      `${done.created ? ', to a new Space' : ''}: ${done.url}`,
  );
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

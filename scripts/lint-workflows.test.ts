import { expect, test } from 'vitest';
import { lintWorkflow } from './lint-workflows';

const workflow = (step: string) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`;

test('a workflow that GitHub would refuse is found, a good one is not', async () => {
  const path = '.github/workflows/a.yml';
  expect(await lintWorkflow(workflow('run: echo hello'), path)).toEqual([]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is GitHub's syntax
  const [found] = await lintWorkflow(workflow('run: echo ${{ secret.TOKEN }}'), path);
  expect(found).toMatch(/^\.github\/workflows\/a\.yml:6:\d+: .*secret/);
});

import { expect, test } from 'vitest';
import { hubRepository } from './hub-name';

const repo = 'timm/resnet18.a1_in1k';

test.each([repo, ` ${repo} `, `hf-hub:${repo}`, `https://huggingface.co/${repo}/tree/main`])(
  '%s names a repository',
  (text) => expect(hubRepository(text)).toBe(repo),
);

test.each(['', 'timm', 'a/b/c', '../x', 'timm/..', './x', 'timm/a?b', 'timm/a b', 'timm/'])(
  '"%s" names none',
  (text) => expect(hubRepository(text)).toBeNull(),
);

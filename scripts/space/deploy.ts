import { commitIter, createRepo, HubApiError, listFiles } from '@huggingface/hub';
import type { SpaceFile } from './files';

export interface Deployment {
  /** `owner/name`. */
  space: string;
  files: readonly SpaceFile[];
  accessToken: string;
  /** Default: https://huggingface.co. */
  hubUrl?: string;
  /** What would be done, and nothing else. */
  dryRun?: boolean;
}

export interface Deployed {
  url: string;
  created: boolean;
  uploaded: number;
  /** Files of earlier versions that are gone. */
  removed: string[];
}

/**
 * Brings the Space to exactly these files in one commit, so that nobody is served half of two
 * versions; a Space that is not there is made. Throws an Error with a remedy.
 */
export async function deploy(
  { space, files, accessToken, hubUrl, dryRun = false }: Deployment,
  onProgress: (share: number) => void = () => {},
): Promise<Deployed> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(space)) {
    throw new Error(`"${space}" is no name of a Space. It reads like me/lensmith.`);
  }
  if (!accessToken) {
    throw new Error(
      'HF_TOKEN is not set. Make a token with write access at huggingface.co/settings/tokens.',
    );
  }
  const repo = { type: 'space', name: space } as const;
  const common = { repo, accessToken, hubUrl };
  return inPlainWords(space, async () => {
    const there = await present(common);
    const wanted = new Set(files.map(({ path }) => path));
    const removed = (there ?? []).filter((path) => !wanted.has(path) && path !== '.gitattributes');
    if (!dryRun) {
      if (!there) await createRepo({ ...common, sdk: 'static' });
      const work = commitIter({
        ...common,
        title: 'Deploy Lensmith',
        operations: [
          ...files.map((file) => ({ operation: 'addOrUpdate' as const, ...file })),
          ...removed.map((path) => ({ operation: 'delete' as const, path })),
        ],
      });
      const shares = new Map<string, number>();
      for (let step = await work.next(); !step.done; step = await work.next()) {
        if (step.value.event !== 'fileProgress') continue;
        shares.set(step.value.path, step.value.progress);
        onProgress([...shares.values()].reduce((sum, share) => sum + share, 0) / files.length);
      }
    }
    const url = `${hubUrl ?? 'https://huggingface.co'}/spaces/${space}`;
    return { url, created: !there, uploaded: files.length, removed };
  });
}

/** The Space's files; null where there is no such Space. */
async function present(common: {
  repo: { type: 'space'; name: string };
  accessToken: string;
  hubUrl?: string;
}): Promise<string[] | null> {
  const paths: string[] = [];
  try {
    for await (const { path, type } of listFiles({ ...common, recursive: true })) {
      if (type === 'file') paths.push(path);
    }
  } catch (error) {
    if (error instanceof HubApiError && error.statusCode === 404) return null;
    throw error;
  }
  return paths;
}

async function inPlainWords<T>(space: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HubApiError)) {
      if (error instanceof TypeError) {
        throw new Error('The Hub could not be reached. Check the network and run it again.', {
          cause: error,
        });
      }
      throw error;
    }
    const said =
      error.statusCode === 401
        ? 'The Hub does not know HF_TOKEN. Make a new one at huggingface.co/settings/tokens.'
        : error.statusCode === 403
          ? `HF_TOKEN may not write to ${space}. Give it write access to that owner's repositories.`
          : `The Hub answered ${error.statusCode}: ${error.message}`;
    throw new Error(said, { cause: error });
  }
}

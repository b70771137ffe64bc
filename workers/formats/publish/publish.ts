import {
  createRepo,
  HubApiError,
  listFiles,
  uploadFilesWithProgress,
  whoAmI,
} from '@huggingface/hub';
import type { Published, PublishOptions, PublishProgress } from '../../../core/contract/publish';
import { LensmithError } from '../../../core/errors';
import { hubRepository } from '../../../core/hub-name';
import { type BundleFile, bundleFiles, spaceFiles } from './bundle-files';

type Tell = (progress: PublishProgress) => void;

interface Target {
  repo: { type: 'model' | 'space'; name: string };
  isPrivate: boolean;
  accessToken: string;
  hubUrl?: string;
  signal: AbortSignal;
}

/** See PublishApi.publish. */
export async function publish(
  { hubUrl }: { hubUrl?: string },
  bundle: Blob,
  { token, repo: asked, private: isPrivate, space }: PublishOptions,
  signal: AbortSignal,
  onProgress: Tell,
): Promise<Published> {
  const accessToken = token.trim();
  const repo = requireName(asked);
  if (!accessToken.startsWith('hf_')) throw new LensmithError('hubToken');
  onProgress({ phase: 'signingIn', done: 0, total: 0 });
  await inOurWords(repo, signal, () => whoAmI({ accessToken, hubUrl }));
  const files = await bundleFiles(bundle);
  const demo = space ? spaceFiles(files, repo) : [];
  const total = sizeOf(files) + sizeOf(demo);
  const common = { isPrivate, accessToken, hubUrl, signal };
  const model: Target = { ...common, repo: { type: 'model', name: repo } };
  const page: Target = { ...common, repo: { type: 'space', name: repo } };

  onProgress({ phase: 'creating', done: 0, total: 0 });
  const url = await create(model);
  const spaceUrl = space ? await create(page) : null;
  await upload(model, files, (done) => onProgress({ phase: 'uploading', done, total }));
  const before = sizeOf(files);
  const more = (done: number) => onProgress({ phase: 'uploading', done: before + done, total });
  if (space) await upload(page, demo, more);
  return { repo, url, spaceUrl };
}

/** A repository that an earlier attempt has made and left empty is taken up again. */
async function create({ repo, isPrivate, accessToken, hubUrl, signal }: Target): Promise<string> {
  const visibility = isPrivate ? 'private' : 'public';
  const sdk = repo.type === 'space' ? ('static' as const) : undefined;
  return inOurWords(repo.name, signal, async () => {
    try {
      const made = await createRepo({ repo, visibility, sdk, accessToken, hubUrl });
      return made.repoUrl;
    } catch (error) {
      if (!(error instanceof HubApiError) || error.statusCode !== 409) throw error;
      for await (const { path } of listFiles({ repo, accessToken, hubUrl })) {
        // The Hub puts these into every new repository.
        const isOwn = path === '.gitattributes' || (sdk !== undefined && ownSpaceFiles.has(path));
        if (!isOwn) throw new LensmithError('hubTaken', { repo: repo.name });
      }
      const { url } = error.data as { url?: string };
      return url ?? `${hubUrl ?? 'https://huggingface.co'}/${repo.name}`;
    }
  });
}

const ownSpaceFiles = new Set(['README.md', 'index.html', 'style.css']);

/**
 * One commit. Large files go to the Hub's own content store (Xet), hashed here and checked there: Git
 * LFS would send them to hosts that the page's policy does not know.
 */
async function upload(
  { repo, accessToken, hubUrl, signal }: Target,
  files: readonly BundleFile[],
  onBytes: (done: number) => void,
): Promise<void> {
  const shares = new Map<string, number>();
  const sizes = new Map(files.map(({ path, content }) => [path, content.size]));
  await inOurWords(repo.name, signal, async () => {
    const events = uploadFilesWithProgress({
      ...{ repo, accessToken, hubUrl, abortSignal: signal },
      files: [...files],
      commitTitle: 'Publish from Lensmith',
    });
    for (;;) {
      const { done, value } = await events.next();
      if (done) break;
      if (value.event !== 'fileProgress' || value.state !== 'uploading') continue;
      shares.set(value.path, value.progress);
      let bytes = 0;
      for (const [path, share] of shares) bytes += share * (sizes.get(path) ?? 0);
      onBytes(Math.round(bytes));
    }
  });
  onBytes(sizeOf(files));
}

async function inOurWords<T>(
  repo: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof LensmithError) throw error;
    // Neither the token nor what holds it may be kept: the cause is left behind.
    if (!(error instanceof HubApiError)) throw new LensmithError('hubUpload');
    const { statusCode } = error;
    if (statusCode === 401) throw new LensmithError('hubToken');
    if (statusCode === 403) throw new LensmithError('hubNoWrite', { repo });
    throw new LensmithError('hubFailed', { reason: `HTTP ${statusCode}` });
  }
}

function requireName(text: string): string {
  const repo = hubRepository(text);
  if (repo !== null) return repo;
  const allowed = 'your name on the Hub, a slash and a name for the model, such as me/pets';
  throw new LensmithError('badOption', { option: 'repository', value: text, allowed });
}

const sizeOf = (files: readonly BundleFile[]) =>
  files.reduce((sum, { content }) => sum + content.size, 0);

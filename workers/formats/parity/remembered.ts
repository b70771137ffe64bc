import type { Certificate, FormatCheck } from '../../../core/contract/export';
import type { Store } from '../../../core/store/types';
import type { ModelRequest } from './types';

/** A check and what it was made of. */
export interface Checked {
  check: FormatCheck;
  files: Certificate['files'];
  pictures: number;
  /** Null of weights alone, which are not held against answers. */
  reference: string | null;
}

/** One artifact a format, so that two checks at a time do not overwrite each other. */
const artifact = (runId: string, request: ModelRequest) =>
  `run/${runId}/parity/${Object.values(request).join('-')}`;

/** A check of these very files by this version that passed, or null. */
export async function recall(
  { artifacts }: Store,
  runId: string,
  request: ModelRequest,
  lensmith: string,
  files: Certificate['files'],
): Promise<Checked | null> {
  const name = artifact(runId, request);
  const found = await artifacts.get<Checked & { lensmith: string }>(name);
  if (found?.lensmith !== lensmith) return null;
  const hashes = (list: Certificate['files']) =>
    list.map(({ path, sha256 }) => `${path} ${sha256}`).join('\n');
  if (hashes(found.files) !== hashes(files)) return null;
  const { check, pictures, reference } = found;
  return { check, files: found.files, pictures, reference };
}

/** Throws unknownRun where the run was removed meanwhile. */
export async function remember(
  { artifacts }: Store,
  runId: string,
  request: ModelRequest,
  lensmith: string,
  checked: Checked,
): Promise<void> {
  await artifacts.put(artifact(runId, request), { ...checked, lensmith });
}

import type { Card } from '../../../model-zoo/card';
import type { FetchBytes } from '../../engine/loader';
import { apache2 } from './apache-2.0';
import type { LicenceFile } from './facts';

/** SPDX identifier of the code and the runtime in a bundle: this project's, and TensorFlow.js's. */
export const runtimeLicence = 'Apache-2.0';

/**
 * Apache-2.0, which the bundle's code and TensorFlow.js are under, and what the starter weights'
 * makers ask to be passed on. Of weights that the user brought only the licence's name is known.
 * Rejects as `fetchFile` does.
 */
export async function licenceFiles(
  { id, weights }: Card,
  baseUrl: string,
  fetchFile: FetchBytes,
): Promise<LicenceFile[]> {
  const files = [{ path: `LICENSES/${runtimeLicence}.txt`, text: apache2 }];
  if (weights.kind === 'starter') {
    const notice = await fetchFile(`${baseUrl}weights/${id}/NOTICE`);
    files.push({ path: 'LICENSES/NOTICE-weights.txt', text: new TextDecoder().decode(notice) });
  }
  return files;
}

/** Of licences the Hub knows by these very names, in lower case. */
const onHub =
  /^(apache-2\.0|mit|cc0-1\.0|cc-by(-nc)?(-sa|-nd)?-[34]\.0|bsd-[23]-clause|openrail|gpl-[23]\.0|agpl-3\.0)$/;

/**
 * The Hub's `license`, of the model as a whole: what its weights started from binds it most.
 * `other` wants a `license_name` beside it; `unknown` is what the Hub calls none stated.
 */
export function hubLicence(licence: string): { license: string; name: string | null } {
  const id = licence.toLowerCase();
  if (onHub.test(id)) return { license: id, name: null };
  const isStated = licence !== '' && id !== 'noassertion';
  return isStated ? { license: 'other', name: licence } : { license: 'unknown', name: null };
}

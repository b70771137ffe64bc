import type { Certificate } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import { type ExportedFile, fileOf, type TrainedModel } from '../../../model-zoo/convert/exported';
import { describingFiles } from '../card/describing-files';
import { gatherFacts } from '../card/gather';
import { readmeFile } from '../card/readme';
import type { FormatsContext } from '../context';
import { kitFiles } from '../kit';
import { hashed } from './hashed';

/**
 * Everything of a bundle beside the model's own files, and the certificate with the hashes of all but
 * itself and the README, which quotes them. Throws what gatherFacts throws, and kitUnavailable.
 */
export async function companions(
  context: FormatsContext,
  run: Run,
  model: TrainedModel,
  checked: Certificate,
): Promise<{ files: ExportedFile[]; certificate: Certificate }> {
  const facts = await gatherFacts(context, run, model);
  const kit = await kitFiles(context.baseUrl, context.fetchBytes);
  const files = [...describingFiles(facts), ...kit];
  const hashes = await Promise.all(files.map(hashed));
  const certificate = { ...checked, files: [...checked.files, ...hashes] };
  return {
    files: [...files, readmeFile(facts, certificate.files), certificateFile(certificate)],
    certificate,
  };
}

export function certificateFile(certificate: Certificate): ExportedFile {
  return fileOf('certificate.json', `${JSON.stringify(certificate, null, 2)}\n`);
}

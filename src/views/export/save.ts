import type { ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import type { ExportsState } from '../../state/export';
import { downloadBlob } from '../../ui/download';
import { pickSaveFile } from '../../ui/save-picker';

/**
 * Exports a run to the file that the user picks, where there are file pickers; else hands it to the
 * browser's downloads. Faults stand in `exports.error()`.
 */
export async function save(exports: ExportsState, run: Run, request: ExportRequest): Promise<void> {
  const target = await pickSaveFile(exports.nameOf(run, request));
  if (target === 'dismissed') return;
  const made = await exports.start(run.id, request, { target }).catch(() => null);
  if (made?.file) downloadBlob(made.file, made.name);
}

import type { ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import type { ExportsState } from '../../state/export';
import { downloadBlob } from '../../ui/download';

/** Not in every browser, and not in TypeScript's DOM. */
type PickSaveFile = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/**
 * Exports a run to the file that the user picks, where there are file pickers; else hands it to the
 * browser's downloads. Faults stand in `exports.error()`.
 */
export async function save(exports: ExportsState, run: Run, request: ExportRequest): Promise<void> {
  const target = await pick(exports.nameOf(run, request));
  if (target === 'dismissed') return;
  const made = await exports.start(run.id, request, { target }).catch(() => null);
  if (made?.file) downloadBlob(made.file, made.name);
}

/** Before the export is made: a picker opens only while a press is fresh. Null: there is none. */
async function pick(suggestedName: string): Promise<FileSystemFileHandle | null | 'dismissed'> {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: PickSaveFile };
  if (!showSaveFilePicker) return null;
  try {
    return await showSaveFilePicker.call(window, { suggestedName });
  } catch (error) {
    // Anything else, an embedding page's ban say, leaves the browser's downloads.
    return (error as DOMException).name === 'AbortError' ? 'dismissed' : null;
  }
}

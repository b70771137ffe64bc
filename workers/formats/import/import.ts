import type {
  ImportedModel,
  ImportModelOptions,
  ModelImportProgress,
} from '../../../core/contract/import';
import type { ImportFile } from '../../../core/contract/ingest';
import type { FormatsContext } from '../context';
import { importBackbone } from './backbone';
import { findModel } from './model-files';
import { readModel } from './read-model';
import { storeRun } from './store-run';

/** At most ten reports a second. */
const reportMs = 100;

/** See ImportApi. */
export async function importModel(
  context: FormatsContext,
  files: readonly ImportFile[],
  options: ImportModelOptions,
  signal: AbortSignal,
  onProgress: (progress: ModelImportProgress) => void,
): Promise<ImportedModel> {
  const spool = await context.spool();
  try {
    onProgress({ phase: 'reading', done: 0, total: 0 });
    let reported = 0;
    const model = await readModel(await findModel(files, spool), options, (done, total) => {
      signal.throwIfAborted();
      if (done < total && performance.now() - reported < reportMs) return;
      reported = performance.now();
      onProgress({ phase: 'checking', done, total });
    });
    onProgress({ phase: 'storing', done: 0, total: 0 });
    return model.classes
      ? await storeRun(context, model, model.classes)
      : await importBackbone(context, model);
  } finally {
    await spool.clear();
  }
}

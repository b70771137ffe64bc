import type {
  Certificate,
  ExportProgress,
  ExportRequest,
  ExportResult,
} from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import type { ExportedFile, TrainedModel } from '../../../model-zoo/convert/exported';
import { findRun } from '../../training/find-run';
import { labelsFile, preprocessFile } from '../card/describing-files';
import type { FormatsContext } from '../context';
import { mlflowFiles } from '../mlflow/mlflow-files';
import { checkParity } from '../parity/check-parity';
import { trainedModel } from '../trained-model';
import { certificateFile, companions } from './bundle';
import { checkRequest, isSingleFile, modelExports } from './contents';
import type { Handover } from './destination';
import { seldom, writeOut } from './write-out';
import { zipPieces } from './zip';

type Bytes = Uint8Array<ArrayBuffer>;
type Report = (progress: ExportProgress) => void;

/** What an export is about to write. */
interface Content {
  pieces: AsyncIterable<Bytes> | Iterable<Bytes>;
  /** Of the files themselves; null where they are made one after the other. */
  bytes: number | null;
  certificate: Certificate | null;
}

/** See ExportApi. */
export async function exportRun(
  context: FormatsContext,
  handover: Handover,
  signal: AbortSignal,
  runId: string | 'best',
  request: ExportRequest,
  target: FileSystemFileHandle | null,
  onProgress: Report,
): Promise<ExportResult> {
  checkRequest(request);
  const report = seldom(onProgress);
  report({ phase: 'loading', done: 0, total: null });
  const run = await findRun(context.store, runId);
  const content =
    request.format === 'mlflow'
      ? mlflowContent(context, run, signal)
      : await modelContent(context, run, request, signal, report);
  const written = await writeOut(content, { handover, target, signal, onProgress: report });
  return { ...written, certificate: content.certificate };
}

function mlflowContent(context: FormatsContext, run: Run, signal: AbortSignal): Content {
  const files = mlflowFiles(context, run.experimentId, signal);
  return { pieces: zipPieces(files), bytes: null, certificate: null };
}

async function modelContent(
  context: FormatsContext,
  run: Run,
  request: Exclude<ExportRequest, { format: 'mlflow' }>,
  signal: AbortSignal,
  report: Report,
): Promise<Content> {
  const model = await trainedModel(context.store, run, context.baseUrl, context.fetchBytes);
  const exports = modelExports(model, request);
  const checked = await checkParity(context, run, model, exports, {
    signal,
    onProgress: (done, total) => report({ phase: 'checking', done, total }),
  });
  const own = exports.flatMap(({ files }) => files);
  if (isSingleFile(request)) {
    const [file] = own as [ExportedFile];
    return { pieces: file.content(), bytes: file.bytes, certificate: checked };
  }
  const beside =
    request.format === 'bundle'
      ? await companions(context, run, model, checked)
      : { files: besideOneFormat(model, checked), certificate: checked };
  const files = [...own, ...beside.files];
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { pieces: zipPieces(files), bytes, certificate: beside.certificate };
}

function besideOneFormat(
  { classes, preprocessing }: TrainedModel,
  certificate: Certificate,
): ExportedFile[] {
  return [labelsFile(classes), preprocessFile(preprocessing), certificateFile(certificate)];
}

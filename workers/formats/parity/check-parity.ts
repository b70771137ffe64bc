import type { PixelBatch } from '../../../core/contract/engine';
import type { Certificate, FormatCheck } from '../../../core/contract/export';
import { LensmithError } from '../../../core/errors';
import type { TrainedModel } from '../../../model-zoo/convert/exported';
import { version } from '../../../package.json';
import type { SpawnReader } from '../../reader/reader-handle';
import { bounds, precisionOf } from './bounds';
import { compare, failed, type Outcome } from './compare';
import { orAborted } from './or-aborted';
import { readerOf } from './read-answers';
import { type Reference, referenceOf } from './reference';
import { type Checked, recall, remember } from './remembered';
import type { CheckParity, ExportToCheck } from './types';
import { differingTensor } from './weights';
import { type WholeFile, wholeFile } from './whole';

const lensmith = `Lensmith ${version}`;

/** Above so many bytes of a model, readers take turns. */
const largeBytes = 128 * 2 ** 20;

/** See CheckParity. */
export const checkParity: CheckParity = async (context, run, model, exports, options) => {
  const { signal, onProgress } = options;
  const answering = exports.filter(({ request }) => answers(request.format));
  let reference: Promise<Reference> | null = null;
  let done = 0;
  const one = async (given: ExportToCheck): Promise<Checked> => {
    const files: WholeFile[] = [];
    for (const file of given.files) {
      signal.throwIfAborted();
      files.push(await wholeFile(file));
    }
    const known = await recall(context.store, run.id, given.request, version, files);
    if (known) return known;
    const listed = files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
    if (!answers(given.request.format)) {
      const check = await checkWeights(given, model, files);
      return { check, files: listed, pictures: 0, reference: null };
    }
    reference ??= referenceOf(context, run, model.preprocessing, lensmith);
    const held = await orAborted(reference, signal);
    const total = held.pictures.length * answering.length;
    const check = await checkAnswers(
      given,
      model,
      files,
      held,
      context.spawnReader,
      signal,
      (n) => {
        done += n;
        onProgress(done, total);
      },
    );
    const checked: Checked = {
      ...{ check, files: listed, pictures: held.pictures.length, reference: held.name },
    };
    if (check.passed) await remember(context.store, run.id, given.request, version, checked);
    return checked;
  };
  try {
    const bytes = exports.flatMap(({ files }) => files).reduce((sum, file) => sum + file.bytes, 0);
    const results: Checked[] = [];
    if (bytes > largeBytes) for (const given of exports) results.push(await one(given));
    else results.push(...(await Promise.all(exports.map(one))));
    return certificate(run.id, results);
  } finally {
    // A reference that nobody waits for any more may still be on its way.
    (reference as Promise<Reference> | null)?.then((held) => held.end()).catch(() => {});
  }
};

const answers = (format: ExportToCheck['request']['format']) =>
  format === 'tfjs' || format === 'onnx';

function certificate(runId: string, results: readonly Checked[]): Certificate {
  return {
    ...{ runId, createdAt: Date.now(), lensmith: version },
    reference: results.find(({ reference }) => reference !== null)?.reference ?? lensmith,
    pictures: Math.max(0, ...results.map(({ pictures }) => pictures)),
    checks: results.map(({ check }) => check),
    files: results.flatMap(({ files }) => files),
  };
}

/** The file that a check is named for. */
const mainFile = ({ files }: ExportToCheck) => files[0]!.path;

async function checkWeights(
  given: ExportToCheck,
  model: TrainedModel,
  [file]: readonly WholeFile[],
): Promise<FormatCheck> {
  const outcome = await differingTensor(model, file!).then(
    (name): Outcome => ({
      ...failed(name === null ? null : 'difference', name),
      passed: name === null,
    }),
    (error) => failed('readerFailed', said(error)),
  );
  return {
    ...{ file: mainFile(given), reader: `${lensmith}, tensor by tensor, bit for bit` },
    ...{ precision: 'fp32', bounds: { difference: 0, agreement: 1 }, ...outcome },
  };
}

async function checkAnswers(
  given: ExportToCheck,
  model: TrainedModel,
  files: readonly WholeFile[],
  reference: Reference,
  spawnReader: SpawnReader,
  signal: AbortSignal,
  onDone: (pictures: number) => void,
): Promise<FormatCheck> {
  const { request } = given;
  const precision = precisionOf(request);
  const kind = request.format === 'tfjs' ? 'tfjs' : 'onnx';
  const { mean, std } = model.preprocessing;
  const isFloat = request.format === 'onnx' && request.variant === 'float';
  const input = isFloat
    ? ({ layout: 'normalised', mean, std } as const)
    : ({ layout: 'pixels' } as const);
  const check = (reader: string, outcome: Outcome): FormatCheck => ({
    ...{ file: mainFile(given), reader, precision, bounds: bounds[precision], ...outcome },
  });
  let reader: string = kind === 'tfjs' ? '@tensorflow/tfjs-converter' : 'onnxruntime-web';
  const handle = spawnReader();
  let theirs: Float32Array;
  try {
    const opened = await readerOf(handle, kind, files, input, signal);
    reader = opened.reader;
    const shown = reference.batches.length > 0 ? reference.batches : [greyPicture(model)];
    theirs = await opened.answer(shown, reference.pictures.length > 0 ? onDone : () => {});
  } catch (error) {
    signal.throwIfAborted();
    const isAway = error instanceof LensmithError && error.code === 'readerUnavailable';
    return check(reader, failed(isAway ? 'readerUnavailable' : 'readerFailed', said(error)));
  } finally {
    handle.end();
  }
  if (reference.pictures.length === 0) {
    const sane = theirs.every(Number.isFinite);
    return check(reader, { ...failed(sane ? null : 'notFinite', null), passed: sane });
  }
  const ours = await orAborted(reference.probabilities, signal);
  return check(reader, compare(ours, theirs, reference.pictures, model.classes, bounds[precision]));
}

/** Where there is nothing to compare: at least that the file opens and answers. */
function greyPicture({ preprocessing }: TrainedModel): PixelBatch {
  const [height, width] = preprocessing.inputSize;
  return { shape: [1, height, width, 3], data: new Uint8Array(height * width * 3).fill(128) };
}

/** What a library said, also where it came through a worker's boundary. */
function said(error: unknown): string {
  if (error instanceof LensmithError && error.code === 'internal') {
    return String(error.context.detail ?? error.message);
  }
  return error instanceof Error ? error.message : String(error);
}

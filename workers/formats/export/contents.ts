import type { ExportRequest } from '../../../core/contract/export';
import { LensmithError } from '../../../core/errors';
import type { ExportedFile, TrainedModel } from '../../../model-zoo/convert/exported';
import { tfjsFiles } from '../../../model-zoo/convert/graph-model/tfjs-files';
import { onnxFiles } from '../../../model-zoo/convert/onnx/onnx-files';
import { pytorchFiles } from '../../../model-zoo/convert/torch/pytorch';
import { timmFiles } from '../../../model-zoo/convert/torch/timm';
import type { ExportToCheck, ModelRequest } from '../parity/types';

/** The forms of the model that a bundle holds: one a tool. */
const bundled: readonly ModelRequest[] = [
  { format: 'tfjs', precision: 'fp32' },
  { format: 'onnx', variant: 'uint8' },
  { format: 'safetensors' },
];

const options: Partial<Record<ExportRequest['format'], readonly [string, readonly string[]]>> = {
  tfjs: ['precision', ['fp32', 'fp16']],
  onnx: ['variant', ['uint8', 'float', 'int8']],
};
const formats: readonly string[] = ['bundle', 'tfjs', 'onnx', 'safetensors', 'pytorch', 'mlflow'];

/** Throws badOption for a request that scripts got wrong. */
export function checkRequest(request: ExportRequest): void {
  requireOneOf('format', request.format, formats);
  const option = options[request.format];
  if (option) requireOneOf(option[0], Reflect.get(request, option[0]), option[1]);
}

function requireOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.includes(value as string)) return;
  throw new LensmithError('badOption', {
    option,
    value: String(value),
    allowed: allowed.join(', '),
  });
}

/** The model in each form that `request` asks for. Throws as the exporters do. */
export function modelExports(
  model: TrainedModel,
  request: Exclude<ExportRequest, { format: 'mlflow' }>,
): ExportToCheck[] {
  const requests = request.format === 'bundle' ? bundled : [request];
  return requests.map((wanted) => ({ request: wanted, files: filesOf(model, wanted) }));
}

function filesOf(model: TrainedModel, request: ModelRequest): ExportedFile[] {
  switch (request.format) {
    case 'tfjs':
      return tfjsFiles(model, request);
    case 'onnx':
      return onnxFiles(model, request);
    case 'safetensors':
      return timmFiles(model);
    case 'pytorch':
      return pytorchFiles(model);
  }
}

/** What the format's own readers expect as one file, not in an archive. */
export function isSingleFile({ format }: ExportRequest): boolean {
  return format === 'onnx' || format === 'pytorch';
}

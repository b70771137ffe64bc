import type { ExportRequest } from '../../core/contract/export';
import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';

/** Every export by the short name that scripts say, each with the end of its file's name. */
const known = {
  bundle: { request: { format: 'bundle' }, extension: 'bundle.zip' },
  tfjs: { request: { format: 'tfjs', precision: 'fp32' }, extension: 'tfjs.zip' },
  'tfjs-fp16': { request: { format: 'tfjs', precision: 'fp16' }, extension: 'tfjs-fp16.zip' },
  onnx: { request: { format: 'onnx', variant: 'uint8' }, extension: 'onnx' },
  'onnx-float': { request: { format: 'onnx', variant: 'float' }, extension: 'float.onnx' },
  'onnx-int8': { request: { format: 'onnx', variant: 'int8' }, extension: 'int8.onnx' },
  safetensors: { request: { format: 'safetensors' }, extension: 'safetensors.zip' },
  pytorch: { request: { format: 'pytorch' }, extension: 'pth' },
  mlflow: { request: { format: 'mlflow' }, extension: 'mlflow.zip' },
} as const satisfies Record<string, { request: ExportRequest; extension: string }>;

export type ExportName = keyof typeof known;

const isKnown = (name: string): name is ExportName => Object.hasOwn(known, name);

/** `onnx-int8` for `{format: 'onnx', variant: 'int8'}`; throws badOption for what is no export. */
export function exportNameOf(request: ExportRequest): ExportName {
  const names = Object.keys(known) as ExportName[];
  const found = names.find((name) => {
    const { request: own }: { request: ExportRequest } = known[name];
    const option = { tfjs: 'precision', onnx: 'variant' }[own.format as string];
    if (own.format !== request.format) return false;
    return option === undefined || Reflect.get(own, option) === Reflect.get(request, option);
  });
  return found ?? refuse(JSON.stringify(request));
}

/** What a script asked for, by name or as it is. Throws badOption. */
export function exportRequest(asked: ExportRequest | string): ExportRequest {
  if (typeof asked !== 'string') return known[exportNameOf(asked)].request;
  return isKnown(asked) ? known[asked].request : refuse(asked);
}

function refuse(value: string): never {
  const allowed = Object.keys(known).join(', ');
  throw new LensmithError('badOption', { option: 'format', value, allowed });
}

const longest = 40;

/** Letters and digits of any script stay; everything else joins with a hyphen. */
function plain(text: string): string {
  const hyphened = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  return [...hyphened]
    .slice(0, longest)
    .join('')
    .replace(/^-+|-+$/g, '');
}

/**
 * `pets-resnet18-a1b2.bundle.zip`: dataset, backbone and the end of the run's id; an MLflow store
 * holds all runs, so the end of its experiment's. No space, separator or direction mark in it.
 */
export function exportFileName(
  run: Pick<Run, 'id' | 'experimentId' | 'backbone'>,
  dataset: string,
  request: ExportRequest,
): string {
  const isAll = request.format === 'mlflow';
  const tail = (isAll ? run.experimentId : run.id).replace(/[^\p{L}\p{N}]/gu, '').slice(-4);
  const parts = [
    plain(dataset.replace(/\.(zip|tar|csv)$/i, '')),
    isAll ? '' : plainId(run.backbone),
  ];
  const stem = [...parts, tail].filter((part) => part !== '').join('-');
  return `${stem || 'lensmith'}.${known[exportNameOf(request)].extension}`;
}

/** timm's names keep their underscores. */
function plainId(id: string): string {
  return id.replace(/[^\w]+/g, '-').slice(-longest);
}

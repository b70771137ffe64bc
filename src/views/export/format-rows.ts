import type { ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';

export type SingleFormat = Exclude<ExportRequest['format'], 'bundle'>;
export type Variant = 'fp32' | 'fp16' | 'uint8' | 'float' | 'int8';

export interface FormatRow {
  format: SingleFormat;
  /** The first is offered first; none where there is nothing to choose. */
  variants: readonly Variant[];
}

export const formatRows: readonly FormatRow[] = [
  { format: 'onnx', variants: ['uint8', 'float', 'int8'] },
  { format: 'tfjs', variants: ['fp32', 'fp16'] },
  { format: 'safetensors', variants: [] },
  { format: 'pytorch', variants: [] },
  { format: 'mlflow', variants: [] },
];

export function requestOf(format: SingleFormat, variant: Variant | undefined): ExportRequest {
  if (format === 'tfjs') return { format, precision: variant === 'fp16' ? 'fp16' : 'fp32' };
  if (format !== 'onnx') return { format };
  return { format, variant: variant === 'float' || variant === 'int8' ? variant : 'uint8' };
}

/** Bytes a weight takes at rest; of int8, with the scales and the weights that stay exact. */
const weightBytes: Record<Variant, number> = { fp32: 4, fp16: 2, uint8: 4, float: 4, int8: 1.1 };
/** What a bundle holds beside its models: runtime, programs, texts. */
const kitBytes = 1_000_000;
const bundledModels = 3;

/** About how large an export will be, from the size of its weights; null where that is not known. */
export function expectedBytes(
  format: ExportRequest['format'],
  variant: Variant | undefined,
  run: Run,
  others: readonly Run[],
): number | null {
  if (format === 'mlflow') {
    return others.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0) || null;
  }
  if (run.sizeBytes === null) return null;
  if (format === 'bundle') return bundledModels * run.sizeBytes + kitBytes;
  return (run.sizeBytes * weightBytes[variant ?? 'fp32']) / weightBytes.fp32;
}

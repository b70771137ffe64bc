import type { FormatCheck } from '../../../core/contract/export';
import type { ModelRequest } from './types';

type Precision = FormatCheck['precision'];

/** Those of fp16 and int8 are first guesses: no measurement over trained networks stands behind them yet. */
export const bounds: Readonly<Record<Precision, FormatCheck['bounds']>> = {
  /** Sums in another order, nothing else. */
  fp32: { difference: 1e-3, agreement: 1 },
  fp16: { difference: 0.02, agreement: 0.99 },
  int8: { difference: 0.2, agreement: 0.95 },
};

export function precisionOf(request: ModelRequest): Precision {
  if (request.format === 'tfjs') return request.precision;
  return request.format === 'onnx' && request.variant === 'int8' ? 'int8' : 'fp32';
}

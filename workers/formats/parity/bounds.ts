import type { FormatCheck } from '../../../core/contract/export';
import type { ModelRequest } from './types';

type Precision = FormatCheck['precision'];

/**
 * In fp32 sums are taken in another order, nothing else. The others stand two and a half to three and a half times
 * above the worst of ten heads, the five starters on two sets of photographs (20 and 138 pictures):
 * 0.006 and no other answer in fp16, 0.040 and one other answer in 20 or in 138 in int8.
 */
export const bounds: Readonly<Record<Precision, FormatCheck['bounds']>> = {
  fp32: { difference: 1e-3, agreement: 1 },
  fp16: { difference: 0.02, agreement: 0.99 },
  int8: { difference: 0.1, agreement: 0.95 },
};

export function precisionOf(request: ModelRequest): Precision {
  if (request.format === 'tfjs') return request.precision;
  return request.format === 'onnx' && request.variant === 'int8' ? 'int8' : 'fp32';
}

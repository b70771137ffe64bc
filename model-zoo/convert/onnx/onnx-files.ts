import { LensmithError } from '../../../core/errors';
import { requireFit } from '../../graph/fit';
import type { ExportedFile, TrainedModel } from '../exported';
import { encodeModel } from './messages';
import { inOnnx, type OnnxVariant } from './network';
import { write } from './protobuf';

/** Protocol buffers count in 32 bits. */
const mostBytes = 2 ** 31 - 1;

/**
 * A classifier as `model.onnx`: operator set 17, in inference form, any batch size. Outputs are
 * `probabilities` and `logits`, float32 [N, classes]. Constants of parameters keep timm's names
 * (batch norm is folded into their values). Metadata: `architecture`; `classes` and `preprocessing`
 * as JSON.
 *
 * Throws weightsMismatch when a parameter is missing or has another shape, and onnxTooLarge.
 */
export function onnxFiles(
  model: TrainedModel,
  { variant }: { variant: OnnxVariant },
): ExportedFile[] {
  requireFit(model.architecture, model.graph, model.parameters);
  // Made anew when the content is asked for: what batch norm was folded into is kept no longer.
  const encoded = () => encodeModel(inOnnx(model, variant));
  const { bytes } = encoded();
  if (bytes > mostBytes) {
    throw new LensmithError('onnxTooLarge', { gigabytes: (bytes / 2 ** 30).toFixed(1) });
  }
  return [{ path: 'model.onnx', bytes, content: () => write(encoded()) }];
}

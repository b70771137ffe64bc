import { architectures } from '../model-zoo/architectures';
import type { ArchitectureName } from '../model-zoo/card';
import {
  type FloatType,
  type TensorToStore,
  writeSafetensors,
} from '../model-zoo/convert/safetensors';
import { toTorchLayout } from '../model-zoo/convert/torch-layout';
import { fillParameter } from '../model-zoo/golden/fill';
import { parameters } from '../model-zoo/graph/parameters';
import type { HubRepo } from './hub-host';

/** As the tiny cards; what a config.json says otherwise must be seen to count. */
export const pretrainedCfg = {
  tag: 'test_in1k',
  input_size: [3, 32, 32],
  interpolation: 'bilinear',
  crop_pct: 0.95,
  crop_mode: 'center',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** A classifier of 1000 classes and batch counters come along, as in a real checkpoint. */
export function checkpoint(
  architecture: ArchitectureName,
  dtype: FloatType = 'F32',
  change: (tensors: Map<string, TensorToStore>) => void = () => {},
): Uint8Array {
  const graph = architectures[architecture]({ inputSize: [32, 32], classes: 1000 });
  const tensors = new Map<string, TensorToStore>();
  for (const parameter of parameters(graph)) {
    const { shape, data } = toTorchLayout(parameter.kind, fillParameter(parameter));
    tensors.set(parameter.name, { dtype, shape, data });
  }
  change(tensors);
  return writeSafetensors(tensors, { format: 'pt' });
}

export function tinyRepo(
  architecture: ArchitectureName,
  weights = checkpoint(architecture),
  cfg: object = {},
): HubRepo {
  const config = { architecture, num_classes: 1000, pretrained_cfg: { ...pretrainedCfg, ...cfg } };
  return {
    licence: 'apache-2.0',
    files: new Map([
      ['model.safetensors', weights],
      ['config.json', new TextEncoder().encode(JSON.stringify(config))],
    ]),
  };
}

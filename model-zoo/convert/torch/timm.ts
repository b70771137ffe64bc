import { type ExportedFile, fileOf, type TrainedModel } from '../exported';
import { safetensorsHeader } from '../safetensors';
import { modelArgs } from './model-args';
import { stateDict } from './state-dict';
import { timmConfig } from './timm-config';
import { trainableByDepth } from './trainable';

/** The folder that `timm.create_model('local-dir:FOLDER', pretrained=True)` loads. */
export function timmFiles(model: TrainedModel): ExportedFile[] {
  const config = JSON.stringify(timmConfig(model), null, 2);
  return [safetensorsFile(model), fileOf('config.json', `${config}\n`)];
}

/**
 * `model.safetensors` with timm's names. Its metadata are enough to load it without config.json:
 * `timm.create_model(architecture, num_classes=len(classes), **model_args)`.
 */
function safetensorsFile(model: TrainedModel): ExportedFile {
  const { header, tensors } = safetensorsHeader(stateDict(model), {
    format: 'pt',
    architecture: model.architecture,
    model_args: JSON.stringify(modelArgs(model)),
    classes: JSON.stringify(model.classes),
    preprocessing: JSON.stringify(model.preprocessing),
    trainable: JSON.stringify(trainableByDepth(model.graph)),
  });
  return {
    path: 'model.safetensors',
    bytes: tensors.reduce((sum, { byteLength }) => sum + byteLength, header.length),
    *content() {
      yield header;
      for (const tensor of tensors) yield tensor.bytes();
    },
  };
}

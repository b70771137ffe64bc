import type { Score } from '../../../core/run';
import type { CardFacts } from './facts';
import { hubLicence } from './licences';
import { yamlString } from './quote';

/**
 * The YAML head of a model card as the Hub reads it (huggingface.co/docs/hub/model-cards), with the
 * results in `model-index`.
 */
export function frontMatter({ run, dataset, experiment, backbone }: CardFacts): string {
  const { license, name } = hubLicence(backbone.weights.licence);
  const { kind, source } = backbone.weights;
  const isOnHub = kind === 'stored' && /^[\w.-]+\/[\w.-]+$/.test(source);
  const data = dataset?.name ?? experiment.name;
  return [
    '---',
    `license: ${license}`,
    ...(name === null ? [] : [`license_name: ${yamlString(name)}`]),
    'library_name: timm',
    'pipeline_tag: image-classification',
    'tags:',
    ...['image-classification', 'timm', 'onnx', 'tfjs', 'lensmith'].map((tag) => `- ${tag}`),
    ...(isOnHub ? [`base_model: ${yamlString(source)}`] : []),
    'metrics:',
    '- accuracy',
    'model-index:',
    `- name: ${yamlString(run.id)}`,
    // The Hub wants the list even where nothing has been measured.
    ...(run.validation || run.test ? ['  results:'] : ['  results: []']),
    ...result('test', run.test, data),
    ...result('validation', run.validation, data),
    '---',
  ].join('\n');
}

function result(split: 'test' | 'validation', score: Score | null, dataset: string): string[] {
  if (!score) return [];
  return [
    '  - task:',
    '      type: image-classification',
    '      name: Image classification',
    '    dataset:',
    '      type: imagefolder',
    `      name: ${yamlString(dataset)}`,
    `      split: ${split}`,
    '    metrics:',
    '    - type: accuracy',
    `      value: ${score.accuracy}`,
    `      name: ${split === 'test' ? 'Accuracy' : 'Accuracy on validation pictures'}`,
  ];
}

/**
 * The model card. Its English is here, in results.ts and in use.ts, and not in the locales: it is a file for
 * the Hub and for whoever gets the bundle, not a text of the page, which workers do not know.
 */
import { type ExportedFile, fileOf } from '../../../model-zoo/convert/exported';
import type { CardFacts, HashedFile, SideCounts } from './facts';
import { frontMatter } from './front-matter';
import { markdownCode, markdownTable, markdownText } from './quote';
import { resultsSection } from './results';
import { useSection } from './use';

/**
 * `README.md` in the Hub's form. `files`: every other file of the bundle, as the certificate lists
 * them; the README is made last.
 */
export function readmeFile(facts: CardFacts, files: readonly HashedFile[]): ExportedFile {
  const sections = [
    frontMatter(facts),
    whatItIs(facts),
    useSection(facts),
    dataSection(facts),
    resultsSection(facts),
    limits(facts),
    training(facts),
    filesSection(files),
    licences(facts),
  ];
  return fileOf('README.md', `${sections.join('\n\n')}\n`);
}

function whatItIs({ run, backbone, model, dataset, experiment }: CardFacts): string {
  const data = markdownText(dataset?.name ?? experiment.name);
  return `# ${markdownText(run.id)}

An image classifier for ${model.classes.length} classes: ${markdownText(backbone.title)} (\`${model.architecture}\`), ${howDeep[run.depth]} on ${data}
by Lensmith, in a browser tab; the pictures stayed on that machine and are not in here.
\`certificate.json\` says how the files here answered when they were opened again.`;
}

const howDeep = {
  head: 'with a new classifier on frozen features, trained',
  'last-stage': 'fine-tuned from its last stage on',
  'last-two-stages': 'fine-tuned from its last two stages on',
  all: 'fine-tuned as a whole',
} as const;

function dataSection({ run, dataset, counts, model, experiment }: CardFacts): string {
  const hash = run.tags['dataset.hash'] ?? experiment.datasetHash;
  const parts = ['## Data'];
  const name = markdownText(dataset?.name ?? experiment.name);
  const split = run.tags['split.hash'];
  const identity = `dataset ${markdownCode(hash)}${split ? `, split ${markdownCode(split)}` : ''}, seed ${String(run.params.seed ?? 'unknown')}`;
  if (!dataset) {
    parts.push(`**${name}**, which was not at hand when this was written (${identity}). Classes:`);
    parts.push(model.classes.map((label) => `- ${markdownText(label)}`).join('\n'));
    return parts.join('\n\n');
  }
  parts.push(
    `**${name}**: ${dataset.images} pictures, ${model.classes.length} classes (${identity}).`,
  );
  parts.push(
    dataset.ownSplit
      ? 'The archive’s own split was followed where it had one.'
      : 'Split into train, validation and test at 60/20/20, stratified by class.',
  );
  const copies = dataset.skipped.filter(({ reason }) => reason === 'exactDuplicate').length;
  parts.push(
    `Left out: ${dataset.skipped.length} files, ${copies} of them exact copies. Groups of pictures that look the same: ${dataset.nearDuplicateGroups}; each stands on one side of the split.`,
  );
  parts.push(
    counts
      ? countsTable(counts, model.classes)
      : model.classes.map((label) => `- ${markdownText(label)}`).join('\n'),
  );
  return parts.join('\n\n');
}

function countsTable(counts: readonly SideCounts[], classes: readonly string[]): string {
  const sides = ['train', 'validation', 'test'] as const;
  const rows = counts.map((count, label) => [
    markdownText(classes[label] ?? String(label)),
    ...sides.map((side) => String(count[side])),
  ]);
  const sums = sides.map((side) => counts.reduce((sum, count) => sum + count[side], 0));
  return markdownTable(['class', ...sides], [...rows, ['**all**', ...sums.map(String)]]);
}

function limits({ backbone, model }: CardFacts): string {
  const lines = [
    `It knows ${model.classes.length} classes and no others: of any picture it names one of them.`,
    'It is as good as measured on pictures like those it was trained on. Another camera, light, background or framing can cost much; measure it there before you rely on it.',
    'Classes with few pictures have wide intervals. What was right in the pictures’ labels was learned, and what was wrong too.',
    weightsLimit[backbone.weights.kind],
    'Look-alikes were found by a perceptual hash; what that misses may stand on both sides of the split.',
  ];
  return `## Limits\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

const weightsLimit = {
  starter:
    'It started from weights that come with Lensmith, some of them pretrained on small pictures in short time: ImageNet weights of full training often reach more.',
  stored: 'What its pretraining had seen, and with which leaning, it has inherited.',
  random: 'It started from random weights, without any pretraining: a network for tests.',
} as const;

function training({ run, backbone, experiment }: CardFacts): string {
  const rows = (record: Readonly<Record<string, unknown>>) =>
    Object.keys(record)
      .sort()
      .map((key) => [markdownCode(key), markdownText(String(record[key]))]);
  const environment = { ...run.tags, backend: experiment.backend, adapter: experiment.adapter };
  const seconds = run.trainSeconds === null ? '' : ` It took ${run.trainSeconds.toFixed(1)} s.`;
  return `## Training

Started from ${markdownText(backbone.title)}, weights with the SHA-256 ${markdownCode(backbone.weights.sha256)}.${seconds} \`lensmith.json\` holds the whole record.

${markdownTable(['hyperparameter', 'value'], rows(run.params))}

${markdownTable(['environment', 'value'], rows(environment))}`;
}

function filesSection(files: readonly HashedFile[]): string {
  const rows = files.map(({ path, bytes, sha256 }) => [
    markdownCode(path),
    String(bytes),
    `\`${sha256}\``,
  ]);
  return `## Files\n\n${markdownTable(['file', 'bytes', 'SHA-256'], rows)}`;
}

function licences({ backbone, licences }: CardFacts): string {
  const { licence, kind, source } = backbone.weights;
  const from = kind === 'stored' ? ` (${markdownText(source)})` : '';
  const stated =
    licence === '' || licence === 'NOASSERTION'
      ? 'no licence stated by their source'
      : markdownText(licence);
  const there = licences.map(({ path }) => markdownCode(path)).join(', ');
  return `## Licences

- The weights that training started from${from}: ${stated}. Read it before you pass the model on.
- \`runtime/\` with TensorFlow.js, and the code by Lensmith (\`predict.py\`, \`predict.js\`, \`continue_training.py\`, \`index.html\`): Apache-2.0.
- The pictures’ own licences may bind what was learned from them; Lensmith knows nothing of them.

Texts: ${there}.`;
}

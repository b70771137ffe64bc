import type { Texts } from '../translate';

export const importModel = {
  title: 'Import a model',
  text: 'Bring back a bundle that Lensmith has exported, what continue_training.py has made of it, or a .safetensors file with timm’s names.',
  file: 'Choose a file',
  folder: 'Choose a folder',
  over: 'Let go to import',
  asBackbone: 'Take only its backbone, to train on',
  asBackboneWhy:
    'A file that does not name its classes is taken in as a backbone in any case: its weights become a choice for new trainings.',
  label: 'Importing {name}',
  phase: {
    reading: 'Opening',
    checking: 'Checking tensor {done} of {total}',
    storing: 'Keeping it',
  },
  stop: 'Stop',
  stopped: 'The import was stopped; nothing was kept.',
  done: {
    run: '{name} is back.',
    runExisting: '{name} is here already.',
    backbone: '{title} can be trained on now.',
    backboneExisting: '{title} is here already.',
    ofDataset: 'It belongs to {dataset} again, with {count} classes.',
    noDataset:
      'Its pictures are not in this browser: it can be asked, explained and exported, but its mistakes cannot be looked at here.',
    same: 'The file holds the very same weights; nothing was added.',
    backboneText: 'You find it in the list of backbones when you train by hand.',
  },
  own: 'imported weights',
  ownWeights: 'Imported as a whole: what its weights were trained on is not known here.',
  predict: 'Predict',
  explain: 'Explain',
  export: 'Export',
  architecture: 'See its layers',
  train: 'Train',
  /** The place of runs whose dataset is not here. */
  place: 'Imported models',
} as const satisfies Texts;

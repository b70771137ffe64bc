import type { Texts } from '../translate';

/** What an experiment did that a reader of its numbers should know; by ExperimentNote code. */
export const notes = {
  weightedLoss:
    'The classes differ in size, so pictures of small classes count for more while training.',
  kFold:
    'A class has few pictures, so validation uses {folds} folds: every picture outside the test split is answered by a model that has not learned from it.',
  ownSplit: 'The archive’s own train, validation and test folders were used.',
  movedPictures:
    '{count} pictures look like others on another side of the archive’s split and were put beside those, so that no model is tested on what it has learned from.',
  fewTestPictures:
    'The test split has only {count} pictures: read the intervals rather than the single percentages.',
  softwareAdapter: 'WebGPU is only emulated in software here, so the processor was used.',
  fallback: 'The graphics processor failed on the way; training went on with the processor.',
  smallerBatch:
    '{backbone} did not fit into memory with {from} pictures at once; it was trained with {to}.',
  shallowerCut:
    '{backbone} did not fit this device at the depth asked for ({from}); it was trained at {to}.',
  featuresToDisk:
    'What the networks see in the pictures did not fit into memory and is kept on disk meanwhile.',
  budgetSpent: 'The time budget of {minutes} min ended the search; what was finished is shown.',
  /** The same said before the start, where the words differ. */
  ahead: {
    softwareAdapter: 'WebGPU is only emulated in software here, so the processor will be used.',
    smallerBatch:
      '{backbone} does not fit into memory with {from} pictures at once; it will be trained with {to}.',
    shallowerCut:
      '{backbone} does not fit this device at the depth asked for ({from}); it will be trained at {to}.',
    featuresToDisk:
      'What the networks see in the pictures does not fit into memory and will be kept on disk meanwhile.',
    budgetSpent:
      'The time budget of {minutes} min is likely to end the search early; what is finished by then is kept.',
  },
} as const satisfies Texts;

import type { Texts } from '../translate';

export const charts = {
  asTable: 'As a table',
  waiting: 'Drawing',
  failed: 'The chart could not be loaded; the table below has the numbers.',
  mean: 'Mean of all classes',
  /** Stands in the middle of `source` and of captions. */
  split: {
    'hold-out': { one: '{count} validation picture', other: '{count} validation pictures' },
    'k-fold': {
      one: '{count} picture, answered by a model that had not learned from it (k-fold)',
      other: '{count} pictures, each answered by a model that had not learned from it (k-fold)',
    },
    test: { one: '{count} test picture', other: '{count} test pictures' },
  },
  splitName: { validation: 'validation', test: 'test' },
  source: '{name}, measured on {pictures}, at temperature {temperature}.',
  captionRun: '{name}, {pictures}, temperature {temperature}',
  captionMean: 'mean of each class against the rest, every class counting alike',
  captionClass: '“{label}” against the rest',
  captionInterval: 'whiskers: 95% intervals (Wilson)',
  fromConfidence: 'from confidence {threshold} on',
  columns: {
    curve: 'Curve',
    threshold: 'Confidence',
    meanConfidence: 'mean confidence',
    accuracy: 'accuracy',
    low: '95% from',
    high: '95% to',
    above: 'Confidence above',
    upTo: 'up to',
    answered: 'Answered',
    right: 'Right',
  },
  ranking: {
    title: 'How well it tells the classes apart',
    lead: 'Each class against the rest: the higher its confidence must be, the fewer false alarms, and the more pictures are missed.',
    choose: 'Class',
    averaging: {
      one: 'Working out the mean of {count} class.',
      other: 'Working out the mean of {count} classes.',
    },
  },
  roc: {
    title: 'ROC curve',
    x: 'False positive rate',
    y: 'True positive rate',
    value: 'AUC {area}',
    why: 'Area under the curve: how often a picture of the class gets more confidence than one of the rest. 1 is perfect, 0.5 is guessing.',
    chance: 'guessing',
    summary: 'ROC curve. Area under the curve: {curves}.',
  },
  pr: {
    title: 'Precision and recall',
    x: 'Recall',
    y: 'Precision',
    value: 'AP {area}',
    why: 'Average precision: the precision at each step of recall, averaged. 1 is perfect; guessing reaches the share of pictures that are of the class.',
    prevalence: 'guessing, {share}',
    summary: 'Precision and recall. Average precision: {curves}.',
  },
  confidence: {
    title: 'What its confidence is worth',
    lead: 'Whether it is as often right as it says it is sure, and what is gained when it keeps silent where it is not.',
  },
  calibration: {
    title: 'Calibration',
    x: 'Confidence',
    y: 'Accuracy',
    pictures: 'Pictures',
    ideal: 'as sure as right',
    after: 'Temperature {temperature}',
    before: 'Before, temperature 1',
    value: 'ECE {error}',
    why: 'Expected calibration error: how far confidence and accuracy lie apart, over 15 bins, each counting by its pictures.',
    own: 'The temperature was learned on these very pictures, so the error on test pictures says more.',
    say: '{accuracy} ({low}–{high}) of {count} right, {confidence} sure on average',
    summary: 'Accuracy against confidence. Expected calibration error: {curves}.',
  },
  coverage: {
    title: 'Accuracy when unsure answers are withheld',
    x: 'Pictures answered',
    y: 'Accuracy of the answers',
    value: '{accuracy} overall',
    why: 'Accuracy where every picture gets an answer.',
    threshold: 'Least confidence',
    own: 'Back to its own, {threshold}',
    words:
      'At {threshold} confidence it answers {coverage} of the pictures and is right on {score} of them.',
    wordsOf:
      '{name}: at {threshold} confidence it answers {coverage} of the pictures and is right on {score} of them.',
    nothing: 'At {threshold} confidence it answers none of the pictures.',
    nothingOf: '{name}: at {threshold} confidence it answers none of the pictures.',
    counts: '{covered} of {total} answered, {correct} right.',
    say: 'at {threshold} confidence {coverage} answered, {accuracy} of them right',
    caption:
      'dot: least confidence {threshold}; ring: the model’s own; band: 95% interval (Wilson)',
    summary:
      'Accuracy against the share of pictures answered. At {threshold} confidence: {curves}.',
  },
  caption: {
    learning: {
      'hold-out': 'validation: {pictures} that training did not learn from',
      'k-fold': 'validation: {pictures}, each answered by a model that had not learned from it',
    },
  },
  download: {
    short: 'Download',
    what: 'Download {what}',
    done: '{name} is in your downloads.',
    failed: 'The file could not be made. Try another format, or reload the page and try again.',
    use: {
      csv: 'the numbers',
      svg: 'drawing, any size',
      png: 'picture',
    },
  },
} as const satisfies Texts;

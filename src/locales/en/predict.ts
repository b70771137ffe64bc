import type { Texts } from '../translate';

export const predict = {
  title: 'Predict',
  drop: {
    title: 'Drop or paste pictures',
    hint: 'They stay on this device.',
    pick: 'Choose pictures',
    camera: 'Take a picture',
    over: 'Let go to predict',
  },
  model: 'Model',
  best: '{name}, {accuracy} (best)',
  listed: '{name}, {accuracy}',
  unmeasured: '{name}, imported',
  dated: '{name}, {accuracy}, {when}',
  empty: {
    title: 'No model to ask yet',
    text: 'Train one, and it will name what it sees in any picture you drop here.',
  },
  results: 'Answers',
  waiting: { one: 'Looking at {count} picture', other: 'Looking at {count} pictures' },
  waitingOne: 'Looking',
  latency: 'Answered in {duration}',
  latencyWhy: 'Time in the network alone, on a warm engine; reading the picture is not counted.',
  clear: 'Clear',
  remove: 'Remove {name}',
  pasted: 'Pasted picture',
  photo: 'Photo',
  close: 'Not sure: the first two are close.',
  none: 'None of these, most likely',
  noneGuess: 'If it is one of them after all:',
  noneWhy:
    'The surest class stays below {threshold}. On pictures held out from training, 95% of this model’s right answers were surer than that.',
  noneWhyUnknown: 'Even the surest class is less sure than this model’s right answers usually are.',
  howMany: 'Answers a picture',
  all: 'All',
  why: 'Why?',
  whyOf: 'Why? Show what speaks for the answer in {name}',
  confidence: 'Calibrated confidence',
  confidenceWhy: {
    'hold-out':
      'The network’s scores are divided by a temperature of {temperature}, learned on {count} validation pictures the model had not been trained on, so that answers of 80% are right about four times in five.',
    'k-fold':
      'The network’s scores are divided by a temperature of {temperature}, learned on {count} pictures, each answered by a model that had not been trained on it (k-fold), so that answers of 80% are right about four times in five.',
    unknown: 'Softmax of the network’s output; this model was not calibrated.',
  },
  announce: { one: '{count} answer ready', other: '{count} answers ready' },
  camera: {
    title: 'Camera',
    take: 'Take the picture',
    starting: 'Waiting for the camera',
    preview: 'What the camera sees',
    denied:
      'The camera was not allowed. Allow it in the browser’s address bar, or choose a picture.',
    busy: 'Another program is using the camera. Close it and open the camera again, or choose a picture.',
    none: 'No camera could be opened. Choose a picture instead.',
  },
} as const satisfies Texts;

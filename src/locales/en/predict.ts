import type { Texts } from '../translate';

export const predict = {
  title: 'Predict',
  lead: 'Drop, paste or pick pictures. They stay on this device.',
  drop: {
    title: 'Drop pictures here',
    hint: 'or paste them',
    pick: 'Choose pictures',
    camera: 'Take a picture',
    over: 'Let go to predict',
  },
  model: 'Model',
  best: '{name} (best)',
  bestOf: 'The best by validation accuracy answers, unless you choose another.',
  empty: {
    title: 'No model to ask yet',
    text: 'Train one, and it will name what it sees in any picture you drop here.',
    action: 'Train',
  },
  results: 'Answers',
  waiting: 'Looking',
  loadingModel: 'Loading the model',
  latency: 'Network: {duration}',
  latencyWhy: 'Time in the network alone; reading the picture is not counted.',
  clear: 'Clear',
  remove: 'Remove {name}',
  pasted: 'Pasted picture',
  photo: 'Photo',
  unsure: 'Not sure: the first two are close.',
  answer: '{name}: {label}, {confidence}',
  announce: { one: '{count} answer ready', other: '{count} answers ready' },
  ignored: {
    one: '{count} file was not a picture and was left out.',
    other: '{count} files were not pictures and were left out.',
  },
  camera: {
    title: 'Camera',
    take: 'Take the picture',
    starting: 'Waiting for the camera',
    denied:
      'The camera was not allowed. Allow it in the browser’s address bar, or choose a picture.',
    none: 'No camera was found. Choose a picture instead.',
  },
} as const satisfies Texts;

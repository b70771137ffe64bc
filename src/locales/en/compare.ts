import type { Texts } from '../translate';

export const compare = {
  title: 'Compare',
  empty: {
    title: 'No models yet',
    text: 'Train on your pictures, and every model will stand here in a row, best first.',
  },
  noData: {
    text: 'Add pictures and train on them; every model will stand here in a row, best first.',
  },
  experiment: 'Experiment',
  order:
    'Ordered by accuracy on validation pictures. Test accuracy is read once, at the end, and changes no place.',
  orderOpen:
    'Ordered by accuracy on validation pictures. Test accuracy appears when the experiment has ended.',
  notes: 'Good to know',
  notesAhead: 'Good to know before the start',
  columns: {
    place: 'Place',
    model: 'Model',
    validation: 'Validation accuracy',
    test: 'Test accuracy',
    curve: 'Learning',
    time: 'Training',
    size: 'Size',
    latency: 'Latency',
    details: 'Details',
  },
  csv: {
    leaderboard: 'the leaderboard',
    file: 'Leaderboard',
    low: '{name}: 95% from',
    high: '{name}: 95% to',
    right: '{name}: right',
    pictures: '{name}: pictures',
    p: 'McNemar p against the leader',
    seconds: 'Training (s)',
    bytes: 'Size (bytes)',
    latency: 'Latency (ms)',
    status: 'Status',
    run: 'Run',
    phase: 'Phase',
    phaseSeconds: 'Engine time (s)',
    share: 'Share',
  },
  sort: {
    label: 'Sort by',
  },
  depth: {
    head: 'head',
    'last-stage': 'last stage',
    'last-two-stages': 'last two stages',
    all: 'whole network',
  },
  depthWhy: {
    head: 'Only the decision layer was trained.',
    'last-stage': 'The last stage of the network and the decision layer were trained.',
    'last-two-stages': 'The last two stages of the network and the decision layer were trained.',
    all: 'The whole network was trained.',
  },
  rate: 'learning rate {rate}',
  nth: 'no. {number}',
  leader: 'Leads',
  tied: 'Tied with the leader',
  tiedWhy: {
    validation:
      'On {pictures} shared validation pictures, {onlyLeader} were right only for the leader and {onlyThis} only for this model. So small a difference may be luck (exact McNemar test, p = {p}).',
    test: 'On {pictures} shared test pictures, {onlyLeader} were right only for the leader and {onlyThis} only for this model. So small a difference may be luck (exact McNemar test, p = {p}).',
  },
  behindWhy: {
    validation:
      'On {pictures} shared validation pictures, {onlyLeader} were right only for the leader and {onlyThis} only for this model (exact McNemar test, p = {p}).',
    test: 'On {pictures} shared test pictures, {onlyLeader} were right only for the leader and {onlyThis} only for this model (exact McNemar test, p = {p}).',
  },
  why: {
    'hold-out':
      '{correct} of {count} validation pictures right; training did not learn from them. The line is the 95% interval (Wilson).',
    'k-fold':
      '{correct} of {count} pictures right, each answered by a model that had not learned from it (k-fold). The line is the 95% interval (Wilson).',
    test: '{correct} of {count} test pictures right; they were kept aside and read once, after the order was settled. The line is the 95% interval (Wilson).',
    time: 'From the first picture to the saved model, on this device.',
    size: 'All weights as 32-bit numbers.',
    latency: 'One picture through the warm network, median; decoding not counted.',
  },
  dot: {
    validation: 'Validation accuracy {score}',
    test: 'Test accuracy {score}',
  },
  curveOf: 'Validation accuracy over {count} epochs, from {first} to {last}',
  curveNone: 'No epoch yet',
  status: {
    running: 'Training',
    finished: 'Finished',
    failed: 'Failed',
    interrupted: 'Interrupted',
  },
  open: 'Show details of {name}',
  close: 'Hide details of {name}',
  detail: {
    accuracy: 'Accuracy',
    loss: 'Loss',
    epoch: 'Epoch',
    training: 'Training',
    validation: 'Validation',
    summaryAccuracy:
      'Accuracy over {epochs} epochs: training ends at {training}, validation at {validation}.',
    summaryLoss:
      'Loss over {epochs} epochs: training ends at {training}, validation at {validation}.',
    noCurves: 'This run has no curve.',
    predict: 'Predict with this model',
    evaluate: 'Evaluate',
    evaluateAll: 'Evaluate the leader',
    parameters: 'Parameters',
    tags: 'For the record',
    id: 'Run',
    yes: 'yes',
    no: 'no',
    startedAt: 'Started',
    views: { plain: 'pictures as they are', mirror: 'pictures and their mirror images' },
  },
  together: {
    title: 'Together',
    lead: 'What these models could reach together. Neither row is a model: it has no place in the order, and cannot be predicted with or exported.',
    column: 'What is combined',
    ensemble: {
      title: { one: '{count} model', other: '{count} models, averaged' },
      why: 'The mean of their confidences for each picture. The validation score counts only pictures that had no part in choosing the models.',
    },
    flips: {
      title: 'A picture and its mirror image',
      why: 'One model’s mean confidence over a picture and its mirror image.',
    },
    whyValidation:
      '{correct} of {count} validation pictures right. The line is the 95% interval (Wilson).',
    whyTest:
      '{correct} of {count} test pictures right; read once, at the end. The line is the 95% interval (Wilson).',
  },
  sureness: {
    title: 'How its confidence is meant',
    over: 'It was surer than it was right, so its confidences were turned down (temperature {temperature}).',
    under:
      'It was less sure than it was right, so its confidences were turned up (temperature {temperature}).',
    fair: 'Its confidences were about as high as it was right (temperature {temperature}).',
    applied:
      'The temperature was learned on pictures held out from training and is part of the model.',
    threshold:
      'A best answer below {threshold} is called “none of these”: 95% of its right answers on held-out pictures were surer than that.',
    noThreshold: 'Every answer stands: no held-out picture says where “none of these” would begin.',
    error:
      'Confidence and accuracy differ by {after} on average (expected calibration error); before, by {before}.',
  },
  time: {
    title: 'Where the time went',
    why: 'Of the engines’ working time for this run; several engines work side by side.',
  },
  failed: 'This run failed.',
} as const satisfies Texts;

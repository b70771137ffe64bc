import type { Texts } from '../translate';

export const explain = {
  title: 'Explain',
  lead: 'Where in a picture a model finds what speaks for its answer.',
  empty: {
    title: 'No model to explain yet',
    text: 'Train one, and see here which parts of a picture speak for its answer.',
    noDataText:
      'Add pictures and train on them, and see here which parts of a picture speak for an answer.',
  },
  noPictures:
    'The answers of this model were not kept. Bring a picture of your own: drop it here, paste it or choose one.',
  over: 'Let go to explain',
  strip: {
    label: 'Pictures to explain',
    brought: 'Yours',
    mistakes: { one: '{count} mistake', other: '{count} mistakes' },
    right: { one: '{count} right', other: '{count} right' },
    filter: 'Class',
    all: 'All classes',
    wrongOne: '{label}, taken for {said}',
    rightOne: '{label}, answered right',
    why: {
      'hold-out':
        'Pictures held out from training: {validation} of the validation split, {test} of the test split. Mistakes come first, the surest of them foremost.',
      'k-fold':
        '{validation} validation answers, each by a model that had not learned from the picture (k-fold), and {test} of the test split. The model explained is the final one: it has learned from the validation pictures and may answer them otherwise.',
    },
  },
  picture: {
    alt: '{name}, with what speaks for {label} in bright colours',
    unnamed: 'Picture',
    truth: 'Its label: {label}.',
    source: {
      validation: 'A validation picture',
      test: 'A test picture',
      dataset: 'A picture of the dataset',
      brought: 'A picture of yours, kept on this device only while the page is open',
    },
    wrong: 'Taken for {said}',
    right: 'Answered right',
  },
  answers: 'Answers',
  shown: 'Heatmap shown',
  explainClass: 'Show what speaks for {label}',
  truthMark: 'its label',
  latency: 'Answered in {network}, explained in {map}',
  latencyWhy:
    'On a warm engine, for this picture alone: the network’s forward pass, then the maps on top of it. Reading the picture is not counted.',
  heatmap: 'Heatmap',
  opacity: 'Opacity',
  low: 'little',
  high: 'much',
  classOf: 'Evidence for',
  compare: 'Compare two classes',
  enlarge: 'Open large',
  waiting: 'Working out where it looked',
  waitingLong: 'The first picture takes longer: the model is being opened.',
  unseen: 'The network did not look at this part.',
  method: {
    summary: 'Method: {name}',
    label: 'Method',
    names: {
      'grad-cam': 'Grad-CAM',
      'grad-cam++': 'Grad-CAM++',
      'attention-rollout': 'Attention rollout',
    },
    texts: {
      'grad-cam':
        'Weighs each of the network’s last feature maps by how much it raises the score of the class. The usual choice.',
      'grad-cam++':
        'Weighs them place by place, which does better where the same thing is in the picture several times.',
      'attention-rollout':
        'Follows the attention through all layers: where information came from, whatever the class. Only transformers have it, and some gather much in a single patch of background.',
    },
  },
  words: {
    shows: 'Bright places speak for {label}; where nothing is drawn, nothing does.',
    rollout:
      'Bright places are where the answer drew its information from; the map is the same for every class.',
    pair: 'Bright places on the left speak for {first}, on the right for {second}.',
    blank: 'Nothing in this picture speaks for {label}: the map is empty.',
    cells: '{columns} × {rows} cells of the layer {layer}, enlarged',
    cellsWhy:
      'The network sees the picture here as {columns} × {rows} cells of about {width} × {height} pixels each. The map cannot be sharper than that.',
    limits:
      'The map shows where evidence lies, not why, and it proves nothing. Each is scaled to its own brightest place: compare two maps by place, not by strength.',
    seen: 'The network looked at the part inside the frame; the dimmed rest had no say.',
  },
  viewer: '{label}, {confidence}: what speaks for it, {columns} × {rows} cells',
  download: 'Save as PNG',
  downloadFailed: 'The picture could not be written. Try again.',
  announce: 'What speaks for {label} is shown',
} as const satisfies Texts;

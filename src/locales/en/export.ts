import type { Texts } from '../translate';

export const exports = {
  title: 'Export',
  lead: 'Take a model away, as files that other tools open. Each is opened again and asked about your own pictures before you get it.',
  empty: {
    title: 'No model to take away yet',
    text: 'Train on your pictures; the model can then leave as files for a web page, Python or a phone.',
    noDataText:
      'Add pictures and train; the model can then leave as files for a web page, Python or a phone.',
  },
  bundle: {
    title: 'Everything in one ZIP',
    text: 'A page that classifies pictures on any web host, also offline; small programs for Node and Python; the model in three formats; and a card that says how good it is and what it learned from.',
    download: 'Download the bundle',
    how: 'Unpack it and put the folder on a web host, or open README.md first.',
  },
  single: 'One format',
  about: 'about {size}',
  download: 'Download',
  downloadWhat: 'Download {format}',
  option: 'Variant of {format}',
  format: {
    bundle: 'Bundle',
    tfjs: 'TensorFlow.js',
    onnx: 'ONNX',
    safetensors: 'timm',
    pytorch: 'PyTorch',
    mlflow: 'MLflow',
  },
  use: {
    tfjs: 'For web pages: tf.loadGraphModel, with preprocessing and softmax inside.',
    onnx: 'For ONNX Runtime in any language, on servers and phones.',
    safetensors: 'Weights as safetensors with config.json: timm loads the folder and trains on.',
    pytorch: 'A plain state dict for torch.load, with timm’s names.',
    mlflow: 'The whole training: every run with its settings, curves and model.',
  },
  variant: {
    fp32: 'Exact',
    fp16: 'Half the size',
    uint8: 'Pixels in',
    float: 'Normalised in',
    int8: 'Quarter size',
  },
  variantUse: {
    fp32: 'Weights in 32 bits.',
    fp16: 'Weights in 16 bits; answers change a little.',
    uint8: 'Takes pictures as bytes; normalises by itself.',
    float: 'Takes normalised floats, channels first, as PyTorch does.',
    int8: 'Most weights in 8 bits; answers change a little more. Not faster.',
  },
  running: 'Exporting {name}',
  phase: {
    loading: 'Loading the model',
    checking: '{done} of {total} answers compared',
    checkingSoon: 'Opening the files with their readers',
    writing: '{done} of {total} written',
    writingSome: '{done} written',
  },
  stop: 'Stop',
  stopLeaves: 'Stopping leaves no file behind. You can leave this page meanwhile.',
  stopped: 'The export was stopped; no file was left behind.',
  done: '{name}, {size}',
  saved: 'Saved where you chose.',
  again: 'Save again',
  clear: 'Clear',
  certificate: {
    title: 'Does it answer as it does here?',
    passed: 'Yes. It was opened again by the library it is meant for and gave the same answers.',
    passedNear:
      'Yes, within what its precision allows. It was opened again by the library it is meant for.',
    passedWeights: 'Yes. Its weights were read back and are the same, bit for bit.',
    failed: 'No: not every file answers as the model does here.',
    noPictures:
      'Its pictures are no longer in this browser: the files were opened, but nothing could be asked.',
    mlflow:
      'Of an MLflow store the models are not asked one by one here. Export a model by itself to have it checked.',
    kept: 'The file is yours all the same; its certificate says so too.',
    file: 'File',
    reader: 'Opened by',
    agreeing: 'Same answer',
    difference: 'Largest difference',
    result: 'Result',
    agreeingOf: '{agreeing} of {pictures} pictures',
    notAsked: 'not asked',
    sameWeights: 'the same weights',
    exact: 'none',
    lessThan: 'below {limit}',
    ok: 'Passed',
    notOk: 'Did not pass',
    differenceWhy:
      'The largest difference of any probability, between 0 and 1, over all these pictures and classes. {limit} is allowed at this precision.',
    agreeingWhy:
      'Of up to 200 validation pictures: on how many the file’s most likely class is the one that Lensmith says.',
    showDiffering: {
      one: '{count} picture with another answer',
      other: '{count} pictures with another answer',
    },
    differs: '{file}: here {ours}, in the file {theirs}',
  },
  why: {
    otherClass: 'It gives other answers for some pictures.',
    difference: 'Its probabilities differ by more than its precision explains.',
    notFinite: 'It answers with numbers that are none.',
    readerFailed: 'Its reader could not open or run it.',
    readerUnavailable:
      'It was not checked: its reader is not on this computer yet. Connect to the network once and export again.',
  },
} as const satisfies Texts;

import type { Texts } from '../translate';

export const train = {
  title: 'Train',
  lead: 'The networks below have already learned to see. Training teaches each of them your {classes}; the one that is best on pictures it has not learned from leads.',
  start: 'Train',
  again: 'Train again',
  starting: 'Starting',
  estimate: 'About {duration} on this device.',
  estimateOver:
    'About {duration} on this device; the time budget ends it after {budget}, with what is finished.',
  memory: 'It takes up to {size} of memory.',
  measuring: 'Measuring how fast this device is.',
  estimateFailed: 'How long it will take could not be measured.',
  preset: {
    label: 'How thorough',
    quick: {
      label: 'Quick',
      text: 'A decision layer for every network. The least time.',
    },
    balanced: {
      label: 'Balanced',
      text: 'With enough pictures the leaders then adapt their last stage: about twice as long.',
    },
    best: {
      label: 'Best',
      text: 'More stages, mirror images and learning rates; also what the models reach together. Many times as long.',
    },
    overridden:
      'Every network is trained at the depth chosen below ({depth}), in place of what {preset} would try.',
  },
  minutes: 'Time budget, minutes',
  minutesHint: 'Models finished by then are kept.',
  minutesNone: 'no limit',
  noData: {
    title: 'Nothing to train on yet',
    text: 'Training needs pictures sorted into two or more classes.',
    action: 'Add pictures',
  },
  device: {
    webgpuChosen: 'Runs on the graphics processor through WebGPU ({adapter}).',
    noWebGpu: 'Runs on the processor through WebAssembly ({adapter}): this browser has no WebGPU.',
    nullAdapter:
      'Runs on the processor through WebAssembly ({adapter}): WebGPU found no graphics processor it can use.',
    softwareAdapter:
      'Runs on the processor through WebAssembly ({adapter}): WebGPU here is only emulated in software, which is slower.',
    requested: {
      wasm: 'Runs on the processor through WebAssembly ({adapter}), as chosen in Settings.',
      webgpu: 'Runs on the graphics processor through WebGPU ({adapter}), as chosen in Settings.',
      cpu: 'Runs on the processor in plain JavaScript ({adapter}), as chosen.',
    },
  },
  manual: {
    summary: 'Choose the settings yourself',
    reset: 'Back to automatic',
    mend: 'One of the settings cannot be used as it stands.',
    backbones: 'Networks',
    backbonesHint:
      'What a network has seen before decides how good it starts. Better weights, from the Hugging Face Hub, will be one click away in a later version.',
    seconds: 'about {duration}',
    depth: 'What is trained',
    automaticDepth: {
      quick: 'The decision layer of every network.',
      balanced:
        'The decision layer of every network; then, for the leaders, the last stage as well.',
      best: 'The decision layer of every network; then, for the leaders, the last stage or the last two.',
    },
    depths: {
      automatic: { label: 'Automatic' },
      head: {
        label: 'Decision layer only (head)',
        text: 'Seconds. The network stays as it is and only learns to tell your classes apart.',
      },
      'last-stage': {
        label: 'Last stage',
        text: 'Minutes. The last part of the network adapts to your pictures too.',
      },
      'last-two-stages': {
        label: 'Last two stages',
        text: 'Longer. More of the network adapts; it needs more pictures.',
      },
      all: {
        label: 'Whole network (all)',
        text: 'Long. Everything adapts; it takes many pictures to be worth it.',
      },
    },
    epochs: 'Epochs',
    epochsHint: 'Times each picture is learned from, at most.',
    batchSize: 'Batch size',
    batchSizeHint: 'Pictures learned from at once.',
    learningRate: 'Learning rate',
    learningRateHint: 'How far each step goes.',
    seed: 'Seed',
    seedHint: 'The same seed repeats the same split and order.',
    automatic: 'automatic',
    invalid: {
      minutes: 'A number of minutes above 0, at most 10,080 (a week).',
      epochs: 'A whole number from 1 to 10,000.',
      batchSize: 'A whole number from 1 to 1,024.',
      learningRate: 'A number above 0, at most 1.',
      seed: 'A whole number from 0 to 4,294,967,295.',
      backbones: 'Choose at least one network.',
    },
  },
  running: {
    title: 'Training on {dataset}',
    stop: 'Stop',
    stopKeeps: {
      one: 'Stopping keeps the one finished model; the rest can be resumed from its last checkpoint.',
      other:
        'Stopping keeps the {count} finished models; the rest can be resumed from its last checkpoint.',
    },
    stopKeepsNone:
      'No model is finished yet; a stopped training can be resumed from its last checkpoint.',
    stopping: 'Stopping after the current batch.',
    leave: 'You can look around meanwhile. Closing this tab interrupts it; it can then be resumed.',
    elsewhere: {
      title: 'Training runs in another tab',
      text: 'Its progress shows here as well. It can be stopped there.',
    },
  },
  stages: {
    heads: 'First, every network gets a decision layer of its own.',
    search:
      'Now short trials: would the leaders gain by adapting more of themselves? Those that gain little end early.',
    deeper: 'The trials that gained most are trained to the end.',
    oneDepth: 'Every network is trained at the depth you chose ({depth}).',
    test: 'The order is settled; the test pictures are read once.',
  },
  budget: {
    left: '{left} of the time budget left ({minutes} min)',
    over: 'The time budget ({minutes} min) is spent; finishing what is under way.',
  },
  phases: {
    loading: 'loading weights',
    features: 'looking at the pictures',
    head: 'training the decision layer',
    'fine-tune': 'fine-tuning',
    search: 'trying what to fine-tune, and how fast',
    test: 'testing, once, on pictures kept aside',
    saving: 'saving',
  },
  units: {
    pictures: '{done} of {total} pictures',
    epochs: 'epoch {done} of {total}',
    fits: 'fit {done} of {total}',
    rate: '{rate} pictures a second',
  },
  curves: {
    accuracy: 'Validation accuracy',
    of: 'Validation accuracy by epoch: {depth}',
    summary: 'Validation accuracy so far: {curves}.',
    waiting: 'The curves begin with the first epoch.',
  },
  finished: {
    title: 'Trained {when}',
    stopped: 'Stopped {when}',
    started: 'Started {when}',
    best: 'In the lead: {name}, with {score} on validation pictures.',
    none: 'No model was finished.',
    compare: 'Compare the models',
    took: 'It took {duration}.',
  },
  cancelled: {
    title: 'Training was stopped',
    text: 'Finished models are kept; the rest can go on from the last checkpoint.',
  },
  interrupted: {
    title: 'Training was interrupted',
    text: 'The page was closed or reloaded while it trained. Finished models are kept; the rest can go on from the last checkpoint.',
  },
  resume: 'Resume',
  failed: {
    title: 'Training failed',
  },
  now: '{name}: {phase}',
} as const satisfies Texts;

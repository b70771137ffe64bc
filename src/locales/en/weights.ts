import type { Texts } from '../translate';

/** Networks that come without starter weights. */
export const networks = {
  vit_tiny_patch16_224: 'Vision Transformer (tiny)',
  vit_base_patch16_224: 'Vision Transformer (base)',
} as const satisfies Texts;

/** Settings, Backbones: which weights each network starts from. */
export const weights = {
  networks,
  brought: 'The weights {name}, which you brought; they are kept in this browser.',
  title: 'Backbones',
  lead: 'What each network has learned before it meets your pictures. Weights trained on ImageNet reach more than the starters. They come from the Hugging Face Hub when you ask for them, and are then here offline too.',
  contact:
    'Nothing is asked of huggingface.co before you press a button, and nothing of yours is sent.',
  loading: 'Looking up what is here',
  starter: 'Starter weights',
  starterImagenet: 'ImageNet weights, part of Lensmith',
  unused: 'Leave this network out',
  choose: 'Weights of {network}',
  noLicence: 'no licence stated',
  runs: { one: 'used by {count} run', other: 'used by {count} runs' },
  pixels: '{height} × {width} px',
  top1: '{percent} of ImageNet right',
  top1Source:
    'Share of the ImageNet-1k validation pictures named right, as timm’s authors measured',
  remove: 'Remove {name}',
  removeTitle: 'Remove the weights {name}?',
  removeText: 'They take {size}. You can download them again whenever you are online.',
  removeTextFile: 'They take {size}. To use them again, you need the file they came from.',
  removeConfirm: 'Remove',
  kept: 'Kept: delete the runs that stand on it first',
  hub: 'On the Hub',
  look: 'Look up',
  looking: 'Asking the Hub',
  lookAt: 'Look up {repo}',
  download: 'Download {size}',
  downloadOf: 'Download {repo}, {size}',
  goOn: 'Go on, {size} to come',
  discard: 'Discard',
  partial: '{arrived} of {total} are here.',
  expects: 'Expects pictures of {height} × {width} px, cropped to {crop}, {interpolation}.',
  cropMode:
    'It asks for a crop Lensmith does not make; pictures are cropped at their centre instead.',
  fits: 'Fits {network}.',
  licenceIs: 'Licence: {licence}.',
  downloading: 'Downloading {repo}',
  checking: 'Checking {repo}',
  storing: 'Keeping {repo}',
  arrived: '{repo} is here. Choose it to train with it.',
  perSecond: '{size} a second',
  other: {
    title: 'Other weights',
    label: 'Repository on the Hub',
    hint: 'Any weights of these networks by timm’s names, such as timm/resnet18.a2_in1k.',
    invalid: 'A repository reads like timm/resnet18.a1_in1k.',
    file: 'Choose a .safetensors file',
    fileText:
      'Or drop one here: weights by timm’s names, its config.json beside it if you have it.',
    reading: 'Reading {name}',
    added: '{name} is here. Choose it to train with it.',
  },
} as const satisfies Texts;

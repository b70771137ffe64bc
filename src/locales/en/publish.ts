import type { Texts } from '../translate';

export const publish = {
  open: 'Publish on the Hub',
  title: 'Publish on the Hugging Face Hub',
  text: 'Everything in the bundle goes into a model repository of yours: the model in each format, its card with data, results and limits, and the certificate. The pictures stay here.',
  token: 'Access token',
  tokenHint:
    'One with write access. It is kept in this window only, and forgotten when you close it.',
  tokenWhere: 'Make a token',
  repo: 'Repository',
  repoHint: 'Your name on the Hub, a slash and a name for the model.',
  repoInvalid: 'A repository reads like me/pets-resnet18.',
  visibility: 'Who can see it',
  private: 'Only me',
  public: 'Everybody',
  space: 'Also publish the demo page, as a static Space of the same name',
  submit: 'Publish',
  making: 'Making the bundle',
  signingIn: 'Signing in',
  creating: 'Making the repository',
  uploading: 'Uploading',
  done: 'Published.',
  seeModel: 'See the model on the Hub',
  seeSpace: 'See the demo page on the Hub',
} as const satisfies Texts;

/** All that predict.js and the demo page say. `{name}` is filled in. */
export const texts = {
  none: 'None of these',
  noneSaid: 'The best answer is below {threshold}, from which on this model is sure enough.',
  notClasses: 'None of these, most likely. The closest:',
  loading: 'Loading the model: {done} MB',
  watching: 'Camera, seen just now',
  ready: '{count} classes. Pictures stay on this device.',
  pasted: 'Pasted picture',
  answer: '{label}, {percent}',
  answerNone: 'None of these. Closest: {label}, {percent}',
  stopCamera: 'Stop the camera',
  startCamera: 'Use the camera',
  trainedWith: 'Model: {name}',
  usage: 'Usage: node predict.js photo.jpg [--top 3] [--json]',
} as const;

/** What went wrong, and what to do about it. */
export const faultTexts = {
  fileMissing: {
    message: '{file} is missing.',
    remedy: 'Unpack the bundle again and keep all its files together.',
  },
  fileDamaged: {
    message: '{file} is damaged or does not belong to this bundle.',
    remedy: 'Unpack the bundle again and copy all its files, not only the changed ones.',
  },
  noSimd: {
    message: 'WebAssembly with SIMD is not available here.',
    remedy: 'Use a current Chrome, Edge, Firefox or Safari, or Node 20 and later.',
  },
  sharpMissing: {
    message: 'sharp, which reads pictures in Node, is not installed.',
    remedy: 'Run npm install in the folder of predict.js, then try again.',
  },
  pictureMissing: {
    message: '{file} does not exist.',
    remedy: 'Check the path.',
  },
  notAPicture: {
    message: '{file} is not a picture that can be read here, or it is damaged.',
    remedy: 'Use a JPEG, PNG, WebP, GIF or AVIF picture.',
  },
  badTop: {
    message: '--top wants a whole number from 1, not {value}.',
    remedy: 'Write, say, --top 3.',
  },
  badArguments: {
    message: 'One picture is expected, but there are {count}.',
    remedy: 'Usage: node predict.js photo.jpg [--top 3] [--json]',
  },
  badOption: {
    message: '{option} is not an option of predict.js.',
    remedy: 'Usage: node predict.js photo.jpg [--top 3] [--json]',
  },
  cameraRefused: {
    message: 'The camera was refused.',
    remedy: 'Allow it for this page beside the address bar, or choose a picture.',
  },
  cameraInsecure: {
    message: 'Browsers open the camera on https:// and localhost only.',
    remedy: 'Serve this folder over https, or choose a picture.',
  },
  cameraMissing: {
    message: 'No camera could be opened ({reason}).',
    remedy: 'Connect one, close other programs that use it, or choose a picture.',
  },
  unexpected: {
    message: 'Something unexpected happened: {reason}',
    remedy: 'Reload the page, or try another picture.',
  },
} as const;

export type FaultCode = keyof typeof faultTexts;

import type { Texts } from '../translate';

export const charts = {
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

import type { Texts } from '../translate';

export const charts = {
  asTable: 'As a table',
  waiting: 'Drawing',
  failed: 'The chart could not be loaded; the table below has the numbers.',
  caption: {
    learning: {
      'hold-out': 'validation: {pictures} that training did not learn from',
      'k-fold': 'validation: {pictures}, each answered by a model that had not learned from it',
    },
  },
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

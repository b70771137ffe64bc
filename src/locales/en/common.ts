import type { Texts } from '../translate';

export const common = {
  close: 'Close',
  cancel: 'Cancel',
  stop: 'Stop',
  stopping: 'Stopping',
  delete: 'Delete',
  retry: 'Try again',
  reload: 'Reload the page',
  showMore: 'Show more',
  showLess: 'Show less',
  previous: 'Previous',
  next: 'Next',
  left: '{duration} left',
  elapsed: '{duration} so far',
  perSecond: '{rate} a second',
  ofTotal: '{done} of {total}',
  pictures: { one: '{count} picture', other: '{count} pictures' },
  classes: { one: '{count} class', other: '{count} classes' },
  models: { one: '{count} model', other: '{count} models' },
  estimating: 'Working out the time left',
} as const satisfies Texts;

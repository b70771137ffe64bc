import type { Texts } from '../translate';

export const runs = {
  title: 'Runs',
  lead: 'Every experiment this browser has kept, newest first.',
  filter: 'Dataset',
  filterAll: 'All datasets',
  loading: 'Reading past experiments',
  empty: {
    title: 'No experiments yet',
    text: 'Each training is kept here with its models, so that you can come back to it.',
    train: 'Train on {name}',
    data: 'Add pictures',
  },
  status: {
    running: 'Training',
    finished: 'Finished',
    cancelled: 'Stopped',
    interrupted: 'Interrupted',
    failed: 'Failed',
  },
  statusWhy: {
    running: 'It is being trained now.',
    finished: 'All its models were trained and tested.',
    cancelled: 'It was stopped; what was finished is kept.',
    interrupted: 'The page was closed while it trained. It can go on from its last checkpoint.',
    failed: 'It ended with an error.',
  },
  datasetGone: 'Dataset deleted',
  columns: {
    experiment: 'Experiment',
    status: 'Status',
    best: 'Best model',
    accuracy: 'Accuracy',
    actions: 'Actions',
  },
  noModel: 'No model yet',
  validation: 'on validation',
  test: 'on test',
  accuracyWhy:
    'Share of right answers of the best model, with its 95% interval (Wilson). The best model is chosen on validation; its test accuracy is read once, when the experiment ends.',
  took: 'took {duration}',
  open: 'Open {name}',
  resume: 'Resume',
  resumeBusy: 'Another training is under way',
  follow: 'Follow',
  delete: 'Delete {name}',
  deleteTitle: 'Delete this experiment?',
  deleteText: {
    one: 'Its model, its curves and its predictions will be removed from this browser; the pictures stay. This cannot be undone.',
    other:
      'Its {count} models, their curves and their predictions will be removed from this browser; the pictures stay. This cannot be undone.',
  },
  storage: {
    title: 'Storage',
    use: '{used} used of {quota}',
    useAlone: '{used} used',
    bar: 'Storage used',
    persisted: 'The browser will keep this until you delete it.',
    fleeting: 'The browser may clear this when the disk runs low.',
    persist: 'Ask it to keep everything',
    refused:
      'The browser did not agree. Browsers often agree once the page is installed or bookmarked.',
    datasets: 'Datasets',
    deleteDataset: 'Delete {name}',
  },
} as const satisfies Texts;

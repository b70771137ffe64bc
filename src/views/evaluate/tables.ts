import type { CsvCell } from '../../../core/csv';
import { confusedPairs, rowNormalised } from '../../../core/learning/evaluation/confusion-matrix';
import { t } from '../../locales';
import { type Evaluation, worstAnswers } from '../../state/evaluation-measures';
import { outcomeKinds, type Pairing } from '../../state/evaluation-pairing';
import { runName } from '../compare/run-name';
import { classRows } from './class-rows';
import { figures } from './figures';

export type Table = CsvCell[][];

/** Of a download: what, which run, which split. */
export function fileStem(what: string, { run, split }: Pick<Evaluation, 'run' | 'split'>): string {
  return `${what}, ${runName(run)}, ${run.id.split('-').at(-1)}, ${t(`evaluate.${split}`).toLowerCase()}`;
}

/** Heads are class names; the first column says what the pictures are. Shares are 0..1. */
export function matrixTable({ classes, counts }: Evaluation, shares: boolean): Table {
  const values = shares ? rowNormalised(counts, classes.length) : counts;
  const row = (label: number) =>
    Array.from(values.subarray(label * classes.length, (label + 1) * classes.length));
  return [
    [t('evaluate.matrix.corner'), ...classes],
    ...classes.map((name, label) => [name, ...row(label)]),
  ];
}

/** Every kind of mistake, the commonest first. */
export function pairsTable({ classes, counts, perClass }: Evaluation): Table {
  return [
    [
      columnName('truth'),
      columnName('said'),
      t('evaluate.matrix.counts'),
      t('evaluate.matrix.shares'),
    ],
    ...confusedPairs(counts, classes.length, Number.POSITIVE_INFINITY).map(
      ({ label, predicted, count }) => [
        classes[label],
        classes[predicted],
        count,
        count / perClass[label].support,
      ],
    ),
  ];
}

/** A row a class, then the means; what is not defined is an empty cell. */
export function classTable(evaluation: Evaluation, other: Evaluation | null): Table {
  const head = ['class', 'precision', 'recall', 'f1', 'support'] as const;
  const otherHead = ['otherF1', 'difference'] as const;
  const mean = (kind: 'macro' | 'weighted') => {
    const { precision, recall, f1 } = evaluation.averages[kind];
    const otherF1 = other?.averages[kind].f1;
    return [
      t(`evaluate.classes.${kind}`),
      precision,
      recall,
      f1,
      evaluation.labels.length,
      ...(otherF1 === undefined ? [] : [otherF1, f1 - otherF1]),
    ];
  };
  return [
    [...head, ...(other ? otherHead : [])].map((column) => t(`evaluate.classes.${column}`)),
    ...classRows(evaluation, other).map(
      ({ name, precision, recall, f1, support, otherF1, difference }) => [
        name,
        precision,
        recall,
        f1,
        support,
        ...(other ? [otherF1, difference] : []),
      ],
    ),
    mean('macro'),
    mean('weighted'),
  ];
}

const lossColumns = [
  'picture',
  'file',
  'truth',
  'said',
  'confidence',
  'confidenceInTruth',
  'loss',
] as const;
const columnName = (column: (typeof lossColumns)[number]) => t(`evaluate.losses.columns.${column}`);

/** Every wrong answer, the largest loss first. `fileOf` knows a picture's name in the archive. */
export function lossesTable(
  evaluation: Evaluation,
  fileOf: (picture: string) => string | undefined,
): Table {
  return [
    lossColumns.map(columnName),
    ...worstAnswers(evaluation).map(
      ({ picture, label, said, confidence, confidenceInTruth, loss }) => [
        picture,
        fileOf(picture),
        evaluation.classes[label],
        evaluation.classes[said],
        confidence,
        confidenceInTruth,
        loss,
      ],
    ),
  ];
}

/** The key numbers of one run, or of two with the difference. */
export function figuresTable(first: Evaluation, second: Evaluation | null): Table {
  const [a, b] = [figures(first), second ? figures(second) : null];
  const columns = b ? [t('evaluate.two.a'), t('evaluate.two.b'), t('evaluate.two.difference')] : [];
  return [
    [t('evaluate.two.metric'), ...(b ? columns : [runName(first.run)])],
    ...a.map(({ name, value }, index) => {
      const other = b?.[index]?.value;
      return [name, value, ...(other === undefined ? [] : [other, value - other])];
    }),
  ];
}

/** How many pictures fall into each outcome, and McNemar's p. */
export function pairingTable({ by, p }: Pairing): Table {
  return [
    [t('evaluate.two.outcome'), t('evaluate.two.pictures')],
    ...outcomeKinds.map((kind) => [t(`evaluate.two.kinds.${kind}`), by[kind].length]),
    [t('evaluate.two.p'), p],
  ];
}

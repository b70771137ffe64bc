import { createMemo, createSignal, Show } from 'solid-js';
import { toCsv } from '../../../../core/csv';
import { rowNormalised } from '../../../../core/learning/evaluation/confusion-matrix';
import { t } from '../../../locales';
import type { Evaluation, Selection } from '../../../state/evaluation-measures';
import { DownloadButton } from '../../../ui/download-button';
import { Segmented } from '../../../ui/segmented';
import { fileStem, matrixTable } from '../tables';
import { CanvasMatrix } from './canvas-matrix';
import { cellSize, roomForNumbers } from './cell-size';
import type { GridCell } from './grid-move';
import { Legend } from './legend';
import './matrix.css';
import { type MatrixProps, type Shown, selectionOf } from './props';
import { TableMatrix } from './table-matrix';
import { MatrixTip } from './tip';
import { inWords } from './words';

/** Past so many classes a table of cells is slow to make, and its numbers do not fit a screen. */
const mostInTable = 24;

/** Confusion matrix: counts or shares of the row; a part of it can be chosen to see its pictures. */
export function Matrix(props: {
  evaluation: Evaluation;
  selected: Selection | null;
  onSelect: (selection: Selection) => void;
}) {
  const [shown, setShown] = createSignal<Shown>('counts');
  const [pointed, setPointed] = createSignal<{ cell: GridCell; box: DOMRect } | null>(null);
  const classes = () => props.evaluation.classes.length;
  const hasNumbers = () => classes() <= mostInTable || cellSize(classes()) >= roomForNumbers;
  const shares = createMemo(() => rowNormalised(props.evaluation.counts, classes()));
  const given: MatrixProps = {
    get evaluation() {
      return props.evaluation;
    },
    get shares() {
      return shares();
    },
    get shown() {
      return shown();
    },
    get selected() {
      return props.selected;
    },
    onSelect: (selection) => props.onSelect(selection),
    onPoint: setPointed,
  };
  return (
    <section
      class="matrix"
      data-numbers={hasNumbers() ? '' : undefined}
      aria-labelledby="matrix-title"
    >
      <header>
        <h2 id="matrix-title">{t('evaluate.matrix.title')}</h2>
        <Segmented
          label={t('evaluate.matrix.show')}
          value={shown()}
          options={[
            { value: 'counts', label: t('evaluate.matrix.counts') },
            { value: 'shares', label: t('evaluate.matrix.shares') },
          ]}
          onChange={setShown}
        />
        <DownloadButton
          what={t('evaluate.matrix.what')}
          name={fileStem(t('evaluate.matrix.file'), props.evaluation)}
          files={[
            {
              format: 'csv',
              make: () => toCsv(matrixTable(props.evaluation, shown() === 'shares')),
            },
          ]}
        />
      </header>
      <p class="muted small">{t('evaluate.matrix.lead')}</p>
      <Show when={classes() <= mostInTable} fallback={<CanvasMatrix {...given} />}>
        <TableMatrix {...given} />
      </Show>
      <Legend />
      <Show when={pointed()}>
        {(at) => (
          <MatrixTip box={at().box} onDismiss={() => setPointed(null)}>
            {inWords(props.evaluation, selectionOf(at().cell))}
          </MatrixTip>
        )}
      </Show>
    </section>
  );
}

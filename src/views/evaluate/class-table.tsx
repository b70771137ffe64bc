import { createMemo, createSignal, For, Show } from 'solid-js';
import { toCsv } from '../../../core/csv';
import { format, t } from '../../locales';
import type { Evaluation, Selection } from '../../state/evaluation-measures';
import { Button } from '../../ui/button';
import { DownloadButton } from '../../ui/download-button';
import { SortHeader } from '../../ui/sort-header';
import { Explained } from '../../ui/tooltip';
import { runName } from '../compare/run-name';
import {
  type ClassKey,
  type ClassOrder,
  type ClassRow,
  classRows,
  sortClasses,
} from './class-rows';
import './class-table.css';
import { classTable, fileStem } from './tables';
import { sourceOf } from './why';

const firstShown = 30;
const digits = 3;

/** Precision, recall, F1 and support of every class, and of their means. */
export function ClassTable(props: {
  evaluation: Evaluation;
  other: Evaluation | null;
  onSelect: (selection: Selection) => void;
}) {
  const [order, setOrder] = createSignal<ClassOrder>({ key: 'class', descending: false });
  const [all, setAll] = createSignal(false);
  const rows = createMemo(() => sortClasses(classRows(props.evaluation, props.other), order()));
  const shown = () => (all() ? rows() : rows().slice(0, firstShown));
  const keys = (): ClassKey[] => [
    'class',
    'precision',
    'recall',
    'f1',
    'support',
    ...(props.other ? (['otherF1', 'difference'] as const) : []),
  ];
  const largest = createMemo(() =>
    Math.max(1, ...props.evaluation.perClass.map(({ support }) => support)),
  );
  const sort = (key: ClassKey) =>
    setOrder((now) => ({
      key,
      descending: now.key === key ? !now.descending : key !== 'class' && key !== 'difference',
    }));
  const sorted = (key: ClassKey) => {
    if (order().key !== key) return null;
    return order().descending ? 'descending' : 'ascending';
  };
  const source = () => sourceOf(props.evaluation);

  return (
    <section class="evaluate-section class-table" aria-labelledby="class-table-title">
      <header>
        <h2 id="class-table-title">{t('evaluate.classes.title')}</h2>
        <DownloadButton
          what={t('evaluate.classes.what')}
          name={fileStem(t('evaluate.classes.file'), props.evaluation)}
          files={[{ format: 'csv', make: () => toCsv(classTable(props.evaluation, props.other)) }]}
        />
      </header>
      <div class="class-table-box">
        <table>
          <thead>
            <tr>
              <For each={keys()}>
                {(key) => (
                  <SortHeader
                    label={t(`evaluate.classes.${key}`)}
                    why={t(`evaluate.classes.why.${key}`, {
                      run: props.other ? runName(props.other.run) : '',
                    })}
                    numeric={key !== 'class'}
                    sorted={sorted(key)}
                    onSort={() => sort(key)}
                  />
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>
              {(row) => (
                <tr>
                  <th scope="row">
                    <button
                      type="button"
                      onClick={() => props.onSelect({ label: row.label, said: null })}
                    >
                      {row.name}
                    </button>
                  </th>
                  <Measure
                    value={row.precision}
                    why={`${source()} ${whyOf(row, 'precision')}`}
                    bar={row.precision}
                  />
                  <Measure
                    value={row.recall}
                    why={`${source()} ${whyOf(row, 'recall')}`}
                    bar={row.recall}
                  />
                  <Measure value={row.f1} why={`${source()} ${whyOf(row, 'f1')}`} bar={row.f1} />
                  <td style={{ '--bar': row.support / largest() }} data-bar="">
                    <span>{format.number(row.support)}</span>
                  </td>
                  <Show when={props.other}>
                    {(other) => (
                      <>
                        <Measure
                          value={row.otherF1}
                          why={`${sourceOf(other())} ${t('evaluate.classes.why.f1')}`}
                        />
                        <Measure
                          value={row.difference}
                          why={t('evaluate.classes.why.difference')}
                          signed
                        />
                      </>
                    )}
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
          <tfoot>
            <For each={['macro', 'weighted'] as const}>
              {(kind) => <MeanRow kind={kind} evaluation={props.evaluation} other={props.other} />}
            </For>
          </tfoot>
        </table>
      </div>
      <Show when={rows().length > shown().length}>
        <Button size="s" onClick={() => setAll(true)}>
          {t('evaluate.classes.all', { count: rows().length })}
        </Button>
      </Show>
    </section>
  );
}

function Measure(props: {
  value: number | null;
  why: string;
  bar?: number | null;
  signed?: boolean;
}) {
  const written = () => {
    if (props.value === null) return '–';
    const number = format.number(Math.abs(props.value), digits);
    if (!props.signed) return number;
    return `${props.value < 0 ? '−' : props.value > 0 ? '+' : ''}${number}`;
  };
  return (
    <td
      data-bar={typeof props.bar === 'number' ? '' : undefined}
      style={typeof props.bar === 'number' ? { '--bar': props.bar } : {}}
    >
      <Explained why={props.why}>{written()}</Explained>
    </td>
  );
}

function MeanRow(props: {
  kind: 'macro' | 'weighted';
  evaluation: Evaluation;
  other: Evaluation | null;
}) {
  const why = () => `${sourceOf(props.evaluation)} ${t(`evaluate.classes.why.${props.kind}`)}`;
  const mean = () => props.evaluation.averages[props.kind];
  return (
    <tr>
      <th scope="row">{t(`evaluate.classes.${props.kind}`)}</th>
      <Measure value={mean().precision} why={why()} />
      <Measure value={mean().recall} why={why()} />
      <Measure value={mean().f1} why={why()} />
      <td>{format.number(props.evaluation.labels.length)}</td>
      <Show when={props.other}>
        {(other) => (
          <>
            <Measure
              value={other().averages[props.kind].f1}
              why={`${sourceOf(other())} ${t(`evaluate.classes.why.${props.kind}`)}`}
            />
            <Measure
              value={mean().f1 - other().averages[props.kind].f1}
              why={t('evaluate.classes.why.difference')}
              signed
            />
          </>
        )}
      </Show>
    </tr>
  );
}

/** What a class's number is made of, or why there is none. */
function whyOf(row: ClassRow, key: 'precision' | 'recall' | 'f1'): string {
  if (row[key] === null) {
    const kind = ({ precision: 'noPrecision', recall: 'noRecall', f1: 'noF1' } as const)[key];
    return t(`evaluate.classes.why.${kind}`, { label: row.name });
  }
  const meaning = t(`evaluate.classes.why.${key}`);
  if (key === 'f1') return meaning;
  const total = key === 'precision' ? row.predicted : row.support;
  return `${meaning} ${t('evaluate.classes.why.hits', { hits: row.hits, total })}`;
}

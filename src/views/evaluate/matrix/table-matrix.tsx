import { createSignal, For } from 'solid-js';
import { format, t } from '../../../locales';
import { type GridCell, onGridKey } from './grid-move';
import { depthOf, type MatrixProps, selectionOf } from './props';
import './table-matrix.css';
import { inWords } from './words';

/** The matrix as a real table, one tab stop: for as many classes as have room for numbers. */
export function TableMatrix(props: MatrixProps) {
  const [active, setActive] = createSignal<GridCell>({ row: 0, column: 0 });
  let table!: HTMLTableElement;
  const names = () => props.evaluation.classes;
  const at = (row: number, column: number) => row * names().length + column;
  const isActive = (row: number, column: number) =>
    Math.min(active().row, names().length - 1) === row &&
    Math.min(active().column, names().length - 1) === column;
  const isSelected = (row: number, column: number) => {
    const chosen = selectionOf({ row, column });
    return props.selected?.label === chosen.label && props.selected.said === chosen.said;
  };
  const point = (cell: GridCell, element: Element) =>
    props.onPoint({ cell, box: element.getBoundingClientRect() });

  const choose = (cell: GridCell) => {
    setActive(cell);
    props.onSelect(selectionOf(cell));
  };
  const move = (to: GridCell) => {
    setActive(to);
    table.querySelector<HTMLElement>(`[data-at="${to.row},${to.column}"]`)?.focus();
  };
  /** What every cell and head does. */
  const behaviour = (row: number, column: number) => ({
    'data-at': `${row},${column}`,
    get tabindex() {
      return isActive(row, column) ? 0 : -1;
    },
    get 'aria-label'() {
      return inWords(props.evaluation, selectionOf({ row, column }));
    },
    get 'aria-selected'() {
      return isSelected(row, column);
    },
    onClick: () => choose({ row, column }),
    onFocus({ currentTarget }: FocusEvent & { currentTarget: HTMLElement }) {
      setActive({ row, column });
      if (currentTarget.matches(':focus-visible')) point({ row, column }, currentTarget);
    },
    onBlur: () => props.onPoint(null),
    onPointerEnter({ currentTarget }: PointerEvent & { currentTarget: HTMLElement }) {
      point({ row, column }, currentTarget);
    },
  });
  const written = (cell: number) => {
    const count = props.evaluation.counts[cell] ?? 0;
    if (count === 0) return '';
    return props.shown === 'counts'
      ? format.number(count)
      : format.number(100 * (props.shares[cell] ?? 0));
  };

  return (
    <div class="matrix-box" onPointerLeave={() => props.onPoint(null)}>
      <table
        ref={table}
        class="matrix-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells can be chosen, as ARIA's grid pattern has it
        role="grid"
        aria-label={t('evaluate.matrix.label')}
        aria-description={t('evaluate.matrix.keys')}
        onKeyDown={(event) => onGridKey(event, active(), names().length, { choose, move })}
      >
        <thead>
          <tr>
            <td class="matrix-corner">
              <span aria-hidden="true">{t('evaluate.matrix.said')} →</span>
              <span aria-hidden="true">{t('evaluate.matrix.truth')} ↓</span>
            </td>
            <For each={names()}>
              {(name, column) => (
                <th scope="col" class="matrix-head matrix-column-head" {...behaviour(-1, column())}>
                  <span>{name}</span>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={names()}>
            {(name, row) => (
              <tr>
                <th scope="row" class="matrix-head matrix-row-head" {...behaviour(row(), -1)}>
                  <span>{name}</span>
                </th>
                <For each={names()}>
                  {(_, column) => (
                    <td
                      class="matrix-cell matrix-shade"
                      data-kind={row() === column() ? 'right' : 'wrong'}
                      style={{ '--depth': depthOf(props.shares[at(row(), column())] ?? 0) }}
                      {...behaviour(row(), column())}
                    >
                      {written(at(row(), column()))}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

import { createEffect, createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { createTheme } from '../../../charts/page-theme';
import { t } from '../../../locales';
import './canvas-matrix.css';
import { cellSize, labelStep } from './cell-size';
import { type GridCell, onGridKey } from './grid-move';
import { paintMatrix, readPaint } from './paint';
import { type MatrixProps, selectionOf } from './props';
import { inWords } from './words';

/**
 * The matrix on one canvas: for more cells than a table can hold at speed. The grid over it is one
 * tab stop and names the cell it is at; everything else is the picture of it.
 */
export function CanvasMatrix(props: MatrixProps) {
  const id = createUniqueId();
  const theme = createTheme();
  const [active, setActive] = createSignal<GridCell>({ row: 0, column: 0 });
  const [hovered, setHovered] = createSignal<GridCell | null>(null);
  let canvas!: HTMLCanvasElement;
  let probe!: HTMLElement;
  let grid!: HTMLDivElement;
  const names = () => props.evaluation.classes;
  const side = createMemo(() => cellSize(names().length));
  const step = () => labelStep(side());
  const isNamed = (index: number) => index % step() === 0;

  createEffect(() => {
    theme();
    paintMatrix(canvas, props, readPaint(probe), side());
  });

  const boxOf = ({ row, column }: GridCell) => {
    const { left, top } = grid.getBoundingClientRect();
    return new DOMRect(left + column * side(), top + row * side(), side(), side());
  };
  const point = (cell: GridCell | null) => {
    setHovered(cell);
    props.onPoint(cell && { cell, box: boxOf(cell) });
  };
  const choose = (cell: GridCell) => {
    setActive(cell);
    props.onSelect(selectionOf(cell));
  };
  const under = (event: PointerEvent | MouseEvent): GridCell => {
    const { left, top } = grid.getBoundingClientRect();
    const at = (offset: number) =>
      Math.min(names().length - 1, Math.max(0, Math.floor(offset / side())));
    return { row: at(event.clientY - top), column: at(event.clientX - left) };
  };
  const move = (to: GridCell) => {
    setActive(to);
    const cell = document.getElementById(cellId(to));
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    point(to);
  };
  const cellId = ({ row, column }: GridCell) => `${id}-${row}-${column}`;
  const place = ({ row, column }: GridCell) => ({
    left: `${column * side()}px`,
    top: `${row * side()}px`,
    width: `${side()}px`,
    height: `${side()}px`,
  });
  /** What is chosen, as an outline: a cell, or the whole of a row or a column. */
  const outline = (chosen: { label: number | null; said: number | null }) => ({
    left: chosen.said === null ? '0' : `${chosen.said * side()}px`,
    top: chosen.label === null ? '0' : `${chosen.label * side()}px`,
    width: chosen.said === null ? '100%' : `${side()}px`,
    height: chosen.label === null ? '100%' : `${side()}px`,
  });
  const head = (row: number, column: number) => ({
    onPointerEnter: () => point({ row, column }),
    onClick: () => choose({ row, column }),
  });

  return (
    <div class="matrix-box matrix-large" style={{ '--side': `${side()}px` }}>
      <div class="matrix-sheet" onPointerLeave={() => point(null)}>
        <div class="matrix-corner matrix-large-corner" aria-hidden="true">
          <span>{t('evaluate.matrix.said')} →</span>
          <span>{t('evaluate.matrix.truth')} ↓</span>
        </div>
        <div class="matrix-columns" aria-hidden="true">
          <For each={names()}>
            {(name, column) => (
              <span
                data-on={hovered()?.column === column() ? '' : undefined}
                {...head(-1, column())}
              >
                {isNamed(column()) ? name : ''}
              </span>
            )}
          </For>
        </div>
        <div class="matrix-rows" aria-hidden="true">
          <For each={names()}>
            {(name, row) => (
              <span data-on={hovered()?.row === row() ? '' : undefined} {...head(row(), -1)}>
                {isNamed(row()) ? name : ''}
              </span>
            )}
          </For>
        </div>
        <div class="matrix-cells">
          <i ref={probe} class="matrix-shade matrix-probe" aria-hidden="true" />
          <canvas ref={canvas} />
          <Show when={hovered()}>
            {(at) => (
              <>
                <i class="matrix-band" style={outline({ label: at().row, said: null })} />
                <i class="matrix-band" style={outline({ label: null, said: at().column })} />
              </>
            )}
          </Show>
          <Show when={props.selected}>
            {(chosen) => <i class="matrix-chosen" style={outline(chosen())} />}
          </Show>
          {/* biome-ignore lint/a11y/useSemanticElements: a table of all cells is what this stands in for */}
          {/* biome-ignore lint/a11y/useAriaActivedescendantWithTabindex: it has one, spelt as Solid does */}
          <div
            ref={grid}
            class="matrix-grid"
            role="grid"
            tabindex="0"
            aria-label={t('evaluate.matrix.label')}
            aria-description={t('evaluate.matrix.keys')}
            aria-rowcount={names().length + 1}
            aria-colcount={names().length + 1}
            aria-activedescendant={cellId(active())}
            onKeyDown={(event) => onGridKey(event, active(), names().length, { choose, move })}
            onFocus={() => grid.matches(':focus-visible') && point(active())}
            onBlur={() => point(null)}
            onPointerMove={(event) => {
              const cell = under(event);
              const before = hovered();
              if (cell.row !== before?.row || cell.column !== before.column) point(cell);
            }}
            onClick={(event) => choose(under(event))}
          >
            {/* Keyed: a screen reader announces an element it has not met. */}
            <Show when={active()} keyed>
              {(at) => (
                // biome-ignore lint/a11y/useSemanticElements: see the grid
                // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, its active descendant is announced
                <div role="row" aria-rowindex={at.row + 2}>
                  {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: each of the three roles has it */}
                  <div
                    id={cellId(at)}
                    class="matrix-active"
                    role={at.row < 0 ? 'columnheader' : at.column < 0 ? 'rowheader' : 'gridcell'}
                    aria-colindex={at.column + 2}
                    aria-label={inWords(props.evaluation, selectionOf(at))}
                    aria-selected={
                      props.selected?.label === selectionOf(at).label &&
                      props.selected.said === selectionOf(at).said
                    }
                    style={place(at)}
                  />
                </div>
              )}
            </Show>
          </div>
        </div>
      </div>
    </div>
  );
}

import { createSignal, For, Show } from 'solid-js';
import { t } from '../locales';
import './data-table.css';
import { cellText, type Table } from './table';

/** The numbers of a chart, made and drawn only once somebody opens them. */
export function DataTable(props: { title: string; table: () => Table }) {
  const [open, setOpen] = createSignal(false);
  return (
    <details class="data-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('charts.asTable')}</summary>
      <Show when={open()}>
        <Rows table={props.table()} label={t('charts.tableOf', { title: props.title })} />
      </Show>
    </details>
  );
}

function Rows(props: { table: Table; label: string }) {
  const isNumber = (column: number) =>
    props.table.rows.some((row) => typeof row[column] === 'number');
  return (
    // Scrolls by keyboard too, hence in the order of tabbing.
    <section class="data-table-scroll" tabindex="0" aria-label={props.label}>
      <table>
        <thead>
          <tr>
            <For each={props.table.columns}>
              {(column, index) => (
                <th scope="col" data-numeric={isNumber(index()) ? '' : undefined}>
                  {column.name}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.table.rows}>
            {(_, row) => (
              <tr>
                <For each={props.table.columns}>
                  {(_, column) => (
                    <td data-numeric={isNumber(column()) ? '' : undefined}>
                      {cellText(props.table, row(), column())}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

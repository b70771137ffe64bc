import { For, Show } from 'solid-js';
import type { BatchRow } from '../../../core/contract/trainer';
import { format, t } from '../../locales';
import type { FinishedBatch } from '../../state/batch';

const lines = 10;

/** The CSV's first lines, in fewer columns. */
export function BatchPreview(props: { result: FinishedBatch; rows: number }) {
  const first = () => props.result.first.slice(0, lines);
  const labelled = () => props.result.accuracy !== null;
  const second = () => first().some(({ predictions }) => predictions.length > 1);
  return (
    <div class="batch-preview">
      <h3>{t('batch.preview')}</h3>
      {/* Focusable, so that a keyboard scrolls it where it is wider than the page. */}
      <section class="batch-table" tabindex="0" aria-label={t('batch.preview')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('batch.file')}</th>
              <th scope="col">{t('batch.first')}</th>
              <th scope="col" class="batch-cell-number">
                {t('batch.sure')}
              </th>
              <Show when={second()}>
                <th scope="col">{t('batch.second')}</th>
              </Show>
              <Show when={labelled()}>
                <th scope="col">{t('batch.folderSays')}</th>
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={first()}>
              {(row) => <Line row={row} second={second()} labelled={labelled()} />}
            </For>
          </tbody>
        </table>
      </section>
      <Show when={props.rows > first().length}>
        <p class="muted small">{t('batch.more', { count: props.rows - first().length })}</p>
      </Show>
    </div>
  );
}

function Line(props: { row: BatchRow; second: boolean; labelled: boolean }) {
  const answer = () => props.row.predictions[0];
  const said = () => {
    const label = props.row.label;
    if (label === null || !answer()) return label;
    return `${label}, ${t(label === answer()?.label ? 'batch.right' : 'batch.wrong')}`;
  };
  return (
    <tr>
      <th scope="row" title={props.row.file}>
        {props.row.file}
      </th>
      <Show
        when={answer()}
        fallback={
          <td class="muted" colspan={props.second ? 3 : 2}>
            {props.row.error && t(`data.skip.${props.row.error}`)}
          </td>
        }
      >
        {(best) => (
          <>
            <td>{props.row.none ? t('batch.none') : best().label}</td>
            <td class="batch-cell-number">{format.percent(best().confidence)}</td>
            <Show when={props.second}>
              <td class="muted">{props.row.predictions[1]?.label}</td>
            </Show>
          </>
        )}
      </Show>
      <Show when={props.labelled}>
        <td>{said()}</td>
      </Show>
    </tr>
  );
}

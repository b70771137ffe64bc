import { createMemo, For } from 'solid-js';
import { toCsv } from '../../../core/csv';
import { format, t } from '../../locales';
import type { Evaluation } from '../../state/evaluation-measures';
import { DownloadButton } from '../../ui/download-button';
import { Explained } from '../../ui/tooltip';
import { type Figure, figures } from './figures';
import { figuresTable, fileStem } from './tables';

/** The key numbers of two models, with what lies between them. */
export function SideBySide(props: {
  first: Evaluation;
  second: Evaluation;
  names: readonly [a: string, b: string];
}) {
  const rows = createMemo(() => {
    const others = figures(props.second);
    return figures(props.first).map((a, index) => ({ a, b: others[index] }));
  });
  return (
    <section class="evaluate-section side-by-side" aria-labelledby="side-by-side-title">
      <header>
        <h2 id="side-by-side-title">{t('evaluate.key.title')}</h2>
        <DownloadButton
          what={t('evaluate.two.metricsWhat')}
          name={fileStem(t('evaluate.key.title'), props.first)}
          files={[{ format: 'csv', make: () => toCsv(figuresTable(props.first, props.second)) }]}
        />
      </header>
      <table>
        <thead>
          <tr>
            <td />
            <For each={props.names}>
              {(name, index) => (
                <th scope="col">
                  <b>{t(index() ? 'evaluate.two.b' : 'evaluate.two.a')}</b> {name}
                </th>
              )}
            </For>
            <th scope="col">{t('evaluate.two.difference')}</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {({ a, b }) => (
              <tr>
                <th scope="row">{a.name}</th>
                <td>
                  <Explained why={a.why}>{a.written}</Explained>
                </td>
                <td>
                  <Explained why={b.why}>{b.written}</Explained>
                </td>
                <td>{differenceOf(a, b)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

const shares: readonly Figure['key'][] = [
  'accuracy',
  'balanced',
  'calibration',
  'calibrationBefore',
];

/** Of shares in percentage points, as a signed number: `+1.7`. */
function differenceOf(a: Figure, b: Figure): string {
  const difference = a.value - b.value;
  const sign = difference < 0 ? '−' : '+';
  return shares.includes(a.key)
    ? t('evaluate.two.points', { value: `${sign}${format.number(Math.abs(100 * difference), 1)}` })
    : `${sign}${format.number(Math.abs(difference), 3)}`;
}

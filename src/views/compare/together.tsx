import { For, Show } from 'solid-js';
import type { Run, Together } from '../../../core/run';
import { IntervalAxis } from '../../charts/interval-dot';
import type { Domain } from '../../charts/scale';
import { tableCsv } from '../../charts/table';
import { format, t } from '../../locales';
import { DownloadButton } from '../../ui/download-button';
import { Explained } from '../../ui/tooltip';
import { togetherMembers, togetherTable, togetherTitle } from './leaderboard-table';
import { ScoreCell } from './score-cell';
import './together.css';

/** What models reach together: beside the leaderboard and apart from it, since none of it is a model. */
export function TogetherRows(props: {
  rows: readonly Together[];
  runs: readonly Run[];
  domain: Domain;
}) {
  const hasTest = () => props.rows.some(({ test }) => test !== null);
  const axis = () => (
    <IntervalAxis domain={props.domain} format={(value) => format.percent(value, 0)} />
  );
  return (
    <Show when={props.rows.length > 0}>
      <section class="together">
        <div class="together-head">
          <h2>{t('compare.together.title')}</h2>
          <DownloadButton
            what={t('compare.together.title')}
            name={t('compare.together.title')}
            files={[{ format: 'csv', make: () => tableCsv(togetherTable(props.rows, props.runs)) }]}
          />
        </div>
        <p>{t('compare.together.lead')}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('compare.together.column')}</th>
              <th scope="col">
                {t('compare.columns.validation')}
                {axis()}
              </th>
              <Show when={hasTest()}>
                <th scope="col">
                  {t('compare.columns.test')}
                  {axis()}
                </th>
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows}>
              {(row) => (
                <tr>
                  <th scope="row">
                    <Explained why={t(`compare.together.${row.kind}.why`)}>
                      {togetherTitle(row)}
                    </Explained>
                    <ul>
                      <For each={togetherMembers(row, props.runs)}>{(name) => <li>{name}</li>}</For>
                    </ul>
                  </th>
                  <td data-label={t('compare.columns.validation')}>
                    <ScoreCell
                      score={row.validation}
                      domain={props.domain}
                      kind="validation"
                      why={t('compare.together.whyValidation', {
                        correct: row.validation.correct,
                        count: row.validation.count,
                      })}
                    />
                  </td>
                  <Show when={hasTest()}>
                    <td data-label={t('compare.columns.test')}>
                      <Show when={row.test} fallback={<span class="muted">–</span>}>
                        {(score) => (
                          <ScoreCell
                            score={score()}
                            domain={props.domain}
                            kind="test"
                            why={t('compare.together.whyTest', {
                              correct: score().correct,
                              count: score().count,
                            })}
                          />
                        )}
                      </Show>
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </Show>
  );
}

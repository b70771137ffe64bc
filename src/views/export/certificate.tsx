import CircleCheck from 'lucide-solid/icons/circle-check';
import OctagonAlert from 'lucide-solid/icons/octagon-alert';
import { For, Show } from 'solid-js';
import type { Certificate, FormatCheck } from '../../../core/contract/export';
import { format, t } from '../../locales';
import { Notice } from '../../ui/notice';
import { Explained } from '../../ui/tooltip';

/** What was found when the files were opened again. */
export function CertificateReport(props: { certificate: Certificate }) {
  const failures = () => props.certificate.checks.filter(({ passed }) => !passed);
  return (
    <section class="export-certificate" aria-labelledby="export-certificate">
      <h3 id="export-certificate">{t('exports.certificate.title')}</h3>
      <Show when={failures().length === 0} fallback={<Failed checks={failures()} />}>
        <p class="export-verdict">
          <CircleCheck aria-hidden="true" />
          <span>{verdict(props.certificate)}</span>
        </p>
      </Show>
      <div class="export-checks">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('exports.certificate.file')}</th>
              <th scope="col">{t('exports.certificate.result')}</th>
              <th scope="col">{t('exports.certificate.agreeing')}</th>
              <th scope="col">{t('exports.certificate.difference')}</th>
              <th scope="col">{t('exports.certificate.reader')}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.certificate.checks}>{(check) => <Row check={check} />}</For>
          </tbody>
        </table>
      </div>
    </section>
  );
}

function verdict({ checks, pictures }: Certificate): string {
  if (checks.every(comparesWeights)) return t('exports.certificate.passedWeights');
  if (pictures === 0) return t('exports.certificate.noPictures');
  const exact = checks.every(({ precision }) => precision === 'fp32');
  return t(exact ? 'exports.certificate.passed' : 'exports.certificate.passedNear');
}

/** Files without a network of their own: their tensors are compared instead of answers. */
const comparesWeights = ({ bounds }: FormatCheck) => bounds.difference === 0;

const isSame = (check: FormatCheck) => comparesWeights(check) && check.passed;

function Row(props: { check: FormatCheck }) {
  const check = () => props.check;
  return (
    <tr data-failed={check().passed ? undefined : ''}>
      <th scope="row">{check().file}</th>
      <td class="export-result">
        {check().passed ? <CircleCheck aria-hidden="true" /> : <OctagonAlert aria-hidden="true" />}
        <span>{t(check().passed ? 'exports.certificate.ok' : 'exports.certificate.notOk')}</span>
      </td>
      <td>
        <Show
          when={check().pictures > 0}
          fallback={
            <span class="muted">
              {t(
                isSame(check())
                  ? 'exports.certificate.sameWeights'
                  : 'exports.certificate.notAsked',
              )}
            </span>
          }
        >
          <Explained why={t('exports.certificate.agreeingWhy')}>
            {t('exports.certificate.agreeingOf', {
              agreeing: check().agreeing,
              pictures: check().pictures,
            })}
          </Explained>
        </Show>
      </td>
      <td>
        <Difference check={check()} />
      </td>
      <td class="muted">{check().reader}</td>
    </tr>
  );
}

function Difference(props: { check: FormatCheck }) {
  const known = () => props.check.pictures > 0 && Number.isFinite(props.check.largestDifference);
  const limit = () => format.number(props.check.bounds.difference, 3);
  return (
    <Show
      when={known()}
      fallback={
        <span class="muted">
          {t(isSame(props.check) ? 'exports.certificate.exact' : 'exports.certificate.notAsked')}
        </span>
      }
    >
      <Explained why={t('exports.certificate.differenceWhy', { limit: limit() })}>
        {differenceText(props.check.largestDifference)}
      </Explained>
    </Show>
  );
}

const smallest = 1e-6;

function differenceText(value: number): string {
  if (value >= smallest) return format.number(value, 6);
  return t('exports.certificate.lessThan', { limit: format.number(smallest, 6) });
}

function Failed(props: { checks: readonly FormatCheck[] }) {
  return (
    <Notice tone="bad" role="alert" title={t('exports.certificate.failed')}>
      <ul class="export-failures">
        <For each={props.checks}>
          {(check) => (
            <li>
              <strong>{check.file}</strong> {check.reason && t(`exports.why.${check.reason}`)}
              <Show when={check.detail}>
                {(detail) => <code class="export-detail">{detail()}</code>}
              </Show>
              <Show when={check.differing.length > 0}>
                <details>
                  <summary>
                    {t('exports.certificate.showDiffering', {
                      count: check.pictures - check.agreeing,
                    })}
                  </summary>
                  <ul>
                    <For each={check.differing}>
                      {({ file, ours, theirs }) => (
                        <li>{t('exports.certificate.differs', { file, ours, theirs })}</li>
                      )}
                    </For>
                  </ul>
                </details>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <p>{t('exports.certificate.kept')}</p>
    </Notice>
  );
}

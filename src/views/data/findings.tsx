import CircleCheck from 'lucide-solid/icons/circle-check';
import Copy from 'lucide-solid/icons/copy';
import FileX from 'lucide-solid/icons/file-x';
import FolderCheck from 'lucide-solid/icons/folder-check';
import Scale from 'lucide-solid/icons/scale';
import Sprout from 'lucide-solid/icons/sprout';
import { type JSX, Show } from 'solid-js';
import type { Dataset } from '../../../core/dataset';
import { format, t } from '../../locales';
import type { Findings } from '../../state/class-summary';
import { SkippedFiles } from './skipped-files';
import './findings.css';

/** What was left out, what looks alike, what is scarce: before training, not after. */
export function FindingList(props: { dataset: Dataset; findings: Findings }) {
  const skipped = () => props.dataset.skipped.length;
  const near = () => props.dataset.nearDuplicateGroups;
  const scarcest = () => props.findings.small[0];
  const fine = () => !skipped() && !near() && !scarcest() && !props.findings.imbalance;

  return (
    <section class="findings">
      <h2>{t('data.about')}</h2>
      <ul class="finding-list">
        <Show when={fine()}>
          <Finding tone="good" icon={<CircleCheck />} text={t('data.finding.fine')} />
        </Show>
        <Show when={skipped()}>
          <Finding icon={<FileX />} title={t('data.finding.skipped', { count: skipped() })}>
            <SkippedFiles groups={props.findings.skipped} />
          </Finding>
        </Show>
        <Show when={scarcest()}>
          {(least) => (
            <Finding
              tone="warn"
              icon={<Sprout />}
              title={
                props.findings.small.length === 1
                  ? t('data.finding.small', {
                      label: least().name,
                      count: least().pictures.length,
                    })
                  : t('data.finding.smallMany', {
                      count: props.findings.small.length,
                      least: least().pictures.length,
                    })
              }
              text={t('data.finding.smallText')}
            />
          )}
        </Show>
        <Show when={props.findings.imbalance}>
          {(found) => (
            <Finding
              tone="warn"
              icon={<Scale />}
              title={t('data.finding.imbalance', {
                times: format.number(found().times, found().times < 10 ? 1 : 0),
              })}
              text={t('data.finding.imbalanceText', {
                large: found().large.name,
                largeCount: found().large.pictures.length,
                small: found().small.name,
                smallCount: found().small.pictures.length,
              })}
            />
          )}
        </Show>
        <Show when={near()}>
          <Finding
            icon={<Copy />}
            title={t('data.finding.near', { count: near() })}
            text={t('data.finding.nearText')}
          />
        </Show>
        <Show when={props.dataset.ownSplit}>
          <Finding
            icon={<FolderCheck />}
            title={t('data.finding.ownSplit')}
            text={t('data.finding.ownSplitText')}
          />
        </Show>
      </ul>
    </section>
  );
}

function Finding(props: {
  icon: JSX.Element;
  tone?: 'warn' | 'good';
  title?: string;
  text?: string;
  children?: JSX.Element;
}) {
  return (
    <li class="finding" data-tone={props.tone}>
      <span class="finding-icon" aria-hidden="true">
        {props.icon}
      </span>
      <div>
        <Show when={props.title}>
          <h3>{props.title}</h3>
        </Show>
        <Show when={props.text}>
          <p>{props.text}</p>
        </Show>
        {props.children}
      </div>
    </li>
  );
}

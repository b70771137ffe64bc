import { createMemo, For, Show } from 'solid-js';
import type { Examination } from '../../../../core/contract/doctor';
import type { Finding } from '../../../../core/doctor/findings';
import { t } from '../../../locales';
import { useApp } from '../../../state/app';
import { Thumbnail } from '../../../ui/thumbnail';
import { useViewer } from '../../../ui/viewer/viewer';
import { whyOf } from './words';

const mostShown = 12;

/** One finding: why it is one, and its pictures with class and side. */
export function FindingCard(props: { finding: Finding; examination: Examination }) {
  const { datasets, versions } = useApp();
  const viewer = useViewer();
  const standing = createMemo(() => {
    const version = versions.current();
    return new Map(version?.pictures.map((picture) => [picture.id, picture]));
  });
  /** Of a finding on classes: a few of each. */
  const ids = createMemo((): string[] => {
    const { finding, examination } = props;
    if (finding.pictures.length > 0) {
      return finding.pictures.flatMap((i) => examination.pictures[i] ?? []);
    }
    const names = finding.classes.map((label) => examination.classes[label]);
    const each = Math.floor(mostShown / Math.max(1, names.length));
    const classes = datasets.current()?.classes ?? [];
    return names.flatMap((name) =>
      (datasets.pictures() ?? [])
        .filter(({ label }) => classes[label] === name)
        .slice(0, each)
        .map(({ id }) => id),
    );
  });
  const told = (id: string) => {
    const picture = standing().get(id);
    const label = versions.current()?.classes[picture?.label ?? -1] ?? '';
    const side = picture ? t(`doctor.sides.${picture.side}`) : '';
    return { label, side, file: picture?.file ?? '' };
  };
  const open = (index: number) =>
    viewer.open(
      ids().map((id) => ({
        id,
        title: told(id).label,
        caption: `${told(id).side}, ${told(id).file}`,
        load: () => datasets.blob(id, 'original'),
      })),
      index,
    );
  return (
    <>
      <p class="doctor-why">{whyOf(props.finding, props.examination)}</p>
      <ul class="doctor-pictures" aria-label={t('doctor.gallery')}>
        <For each={ids().slice(0, mostShown)}>
          {(id, index) => (
            <li>
              <button
                type="button"
                aria-label={t('doctor.picture', told(id))}
                onClick={() => open(index())}
              >
                <Thumbnail load={() => datasets.blob(id, 'thumbnail')} alt="" />
                <span>{told(id).label}</span>
                <Show when={told(id).side}>
                  <span class="muted">{told(id).side}</span>
                </Show>
              </button>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}

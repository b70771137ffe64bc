import { createSignal, type JSX, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { MeasuredPicture } from '../../state/explanation-pictures';
import { Notice } from '../../ui/notice';
import { Select } from '../../ui/select';
import { Explained } from '../../ui/tooltip';
import { Filmstrip, type Frame } from './filmstrip';
import { measuredInWords, type Selection } from './selection';

/** What there is to explain: pictures somebody brought, then those the run was measured on. */
export function PictureChoice(props: {
  run: Run;
  selection: Selection;
  onChoose: (pictureId: string) => void;
  /** How pictures are brought. */
  bring: JSX.Element;
}) {
  const { datasets, explanations } = useApp();
  const [label, setLabel] = createSignal<number | null>(null);
  const measured = () => props.selection.measured() ?? [];
  const wanted = (right: boolean) =>
    measured().filter((one) => one.right === right && (label() === null || one.label === label()));
  const name = (index: number) => props.run.classes[index] ?? String(index);
  const frame = (one: MeasuredPicture): Frame => ({
    id: one.picture,
    label: measuredInWords(props.run, one),
    caption: name(one.said),
    wrong: !one.right,
    load: () => datasets.blob(one.picture, 'thumbnail'),
  });
  const brought = (): Frame[] =>
    explanations.brought().map((one) => ({
      id: one.id,
      label: one.name,
      caption: one.name,
      load: async () => one.picture,
    }));
  const count = (split: MeasuredPicture['split']) =>
    measured().filter((one) => one.split === split).length;

  return (
    <section class="explain-choice">
      <div class="explain-choice-bar">
        {props.bring}
        <Show when={measured().length > 0 && props.run.classes.length > 1}>
          <Select
            label={t('explain.strip.filter')}
            showLabel={false}
            value={label() === null ? '' : String(label())}
            options={[
              { value: '', label: t('explain.strip.all') },
              ...props.run.classes.map((text, index) => ({ value: String(index), label: text })),
            ]}
            onChange={(value) => setLabel(value === '' ? null : Number(value))}
          />
        </Show>
      </div>
      <Show when={props.selection.measured() === null && brought().length === 0}>
        <Notice>{t('explain.noPictures')}</Notice>
      </Show>
      <Filmstrip
        label={t('explain.strip.label')}
        chosen={props.selection.subject()?.id ?? null}
        onChoose={props.onChoose}
        groups={[
          { title: t('explain.strip.brought'), frames: brought() },
          ...([false, true] as const).map((right) => ({
            title: (
              <Explained
                why={t(`explain.strip.why.${props.run.validationScheme}`, {
                  validation: count('validation'),
                  test: count('test'),
                })}
              >
                {t(right ? 'explain.strip.right' : 'explain.strip.mistakes', {
                  count: wanted(right).length,
                })}
              </Explained>
            ),
            frames: wanted(right).map(frame),
          })),
        ]}
      />
    </section>
  );
}

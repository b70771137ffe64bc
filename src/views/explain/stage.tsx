import Download from 'lucide-solid/icons/download';
import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  on as onChange,
  onCleanup,
  Show,
} from 'solid-js';
import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { downloadBlob, fileName } from '../../ui/download';
import { heatmapOpacity } from '../../ui/heatmap';
import { heatmapPicture } from '../../ui/heatmap-picture';
import { Notice } from '../../ui/notice';
import { useViewer } from '../../ui/viewer/viewer';
import { Answers } from './answers';
import { Figure } from './figure';
import { Looks } from './looks';
import { MethodChoice } from './method-choice';
import { measuredInWords, type Selection, type Subject } from './selection';
import { SubjectLine } from './subject-line';
import { viewerHeatmap } from './viewer-heatmap';
import { Words } from './words';

/** The picture large, the heatmaps over it, and what the model answers. */
export function Stage(props: { run: Run; subject: Subject; selection: Selection }) {
  const { datasets, experiment, explanations, settings } = useApp();
  const { answers } = experiment;
  const viewer = useViewer();
  const [on, setOn] = createSignal(true);
  const [opacity, setOpacity] = createSignal(heatmapOpacity);
  const [size, setSize] = createSignal<{ width: number; height: number } | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [picture] = createResource(
    () => props.subject.id,
    async (id) => explanations.load(id),
  );
  const shown = () => (picture.error ? null : (picture.latest ?? null));
  const { first, second } = props.selection;
  const panes = () => (props.selection.comparing() ? [first, second] : [first]);
  const result = () => first.explanation.result();
  const name = createMemo(() => {
    const { id, brought } = props.subject;
    if (brought) return explanations.brought().find((one) => one.id === id)?.name ?? id;
    return datasets.picture(id)?.file.split('/').at(-1) ?? t('explain.picture.unnamed');
  });
  const ratio = () => {
    const { width, height } = size() ?? { width: 4, height: 3 };
    return Math.min(1.6, Math.max(0.7, width / height));
  };
  const order = createMemo(() => {
    const known = result()?.predictions.map(({ label }) => props.run.classes.indexOf(label));
    return known ?? props.run.classes.map((_, index) => index);
  });

  createEffect(
    onChange(
      () => result()?.maps[0]?.label,
      (label) => label && announce(t('explain.announce', { label })),
    ),
  );
  /** All there is to explain, from this one on. */
  const enlarge = () => {
    const mine = explanations.brought().map(({ id, name }) => ({ id, title: name }));
    const measured = (props.selection.measured() ?? []).map((one) => ({
      id: one.picture,
      title: measuredInWords(props.run, one),
    }));
    const listed = [...mine, ...measured];
    const all = listed.some(({ id }) => id === props.subject.id)
      ? listed
      : [{ id: props.subject.id, title: name() }, ...listed];
    viewer.open(
      all.map(({ id, title }) => ({
        id,
        title,
        load: () => explanations.load(id),
        explain: () => viewerHeatmap(explanations, props.run.id, id),
      })),
      all.findIndex(({ id }) => id === props.subject.id),
      { heatmap: on() },
    );
  };
  const toggle = () => setOn((now) => !now);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'h' || event.defaultPrevented || !settings.shortcuts()) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('input, select, textarea')) return;
    if (document.querySelector('[role="dialog"]')) return;
    event.preventDefault();
    toggle();
  };
  document.addEventListener('keydown', onKey);
  onCleanup(() => document.removeEventListener('keydown', onKey));

  const save = async () => {
    const blob = shown();
    const known = panes().flatMap(({ explanation }) => explanation.result() ?? []);
    const maps = known.flatMap(({ maps: [map], seen }) => (map ? { map, seen } : []));
    if (!blob || maps.length === 0) return;
    setFailed(false);
    try {
      const drawn = await heatmapPicture(blob, maps, on() ? opacity() : 0);
      const labels = maps.map(({ map }) => map.label).join(' ');
      const stem = `${name().replace(/\.\w+$/, '')} ${labels} ${props.selection.method()}`;
      downloadBlob(drawn, fileName(stem, 'png'));
    } catch {
      setFailed(true);
    }
  };

  return (
    <div class="explain-stage-grid">
      <div class="explain-main">
        <div
          class="explain-figures"
          data-pair={props.selection.comparing() ? '' : undefined}
          style={{ '--picture-ratio': String(ratio()) }}
        >
          <Show when={shown()}>
            {(blob) => (
              <>
                <Figure
                  pane={first}
                  classes={props.run.classes}
                  order={order()}
                  picture={blob()}
                  name={name()}
                  opacity={on() ? opacity() : 0}
                  chooser={props.selection.comparing() ? t('explain.classOf') : null}
                  onSize={setSize}
                />
                <Show when={props.selection.comparing() && !first.explanation.error()}>
                  <Figure
                    pane={second}
                    classes={props.run.classes}
                    order={order()}
                    picture={blob()}
                    name={name()}
                    opacity={on() ? opacity() : 0}
                    chooser={t('explain.classOf')}
                  />
                </Show>
              </>
            )}
          </Show>
        </div>
        <Looks
          on={on()}
          onToggle={toggle}
          opacity={opacity()}
          onOpacity={setOpacity}
          comparing={props.selection.comparing()}
          onEnlarge={enlarge}
          onCompare={() => props.selection.setComparing(!props.selection.comparing())}
        />
        <Show when={result()}>
          {(known) => (
            <Words
              result={known()}
              against={props.selection.comparing() ? second.explanation.result() : null}
              size={size()}
            />
          )}
        </Show>
      </div>
      <aside class="explain-side">
        <SubjectLine run={props.run} subject={props.subject} name={name()} result={result()} />
        <Show when={result()}>
          {(known) => (
            <>
              <Answers
                run={props.run}
                result={known()}
                shown={panes().map(({ classIndex }) => classIndex())}
                truth={props.subject.measured?.label ?? null}
                many={answers.many()}
                onMany={answers.setMany}
                onChoose={first.setClass}
              />
              <MethodChoice
                run={props.run}
                method={props.selection.method()}
                onChange={props.selection.setMethod}
              />
              <div class="explain-save">
                <Button size="s" icon={<Download />} onClick={() => void save()}>
                  {t('explain.download')}
                </Button>
              </div>
              <Show when={failed()}>
                <Notice tone="bad" role="alert">
                  {t('explain.downloadFailed')}
                </Notice>
              </Show>
            </>
          )}
        </Show>
      </aside>
    </div>
  );
}

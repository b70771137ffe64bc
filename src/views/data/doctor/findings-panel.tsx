import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { Examination } from '../../../../core/contract/doctor';
import type { Edit } from '../../../../core/doctor/edits';
import type { FindingKind } from '../../../../core/doctor/findings';
import { t } from '../../../locales';
import { useApp } from '../../../state/app';
import { announce } from '../../../ui/announcer';
import { Button } from '../../../ui/button';
import { type Choice, editsFor } from './edits-for';
import { FindingCard } from './finding-card';
import { editText } from './words';

const keyOf: Record<Choice, string> = { relabel: 'R', exclude: 'X', merge: 'M', keep: 'K' };
const choices = Object.keys(keyOf) as Choice[];

/** Open findings by kind, one at a time, with one key for each thing to do while focus is inside. */
export function FindingsPanel(props: { examination: Examination }) {
  const { doctor, settings, versions } = useApp();
  const [kind, setKind] = createSignal<FindingKind | null>(null);
  const [position, setPosition] = createSignal(0);
  const [failed, setFailed] = createSignal(false);
  let panel!: HTMLDivElement;
  const groups = createMemo(() => {
    const counts = new Map<FindingKind, number>();
    for (const { kind } of doctor.findings()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts];
  });
  const shownKind = createMemo(() => {
    const wanted = kind();
    return groups().some(([one]) => one === wanted) ? wanted : (groups()[0]?.[0] ?? null);
  });
  const list = createMemo(() => doctor.findings().filter((one) => one.kind === shownKind()));
  const at = () => Math.min(position(), list().length - 1);
  const finding = () => list()[at()];
  const offered = createMemo(() => {
    const now = finding();
    return now ? editsFor(now, props.examination) : {};
  });
  createEffect(on(shownKind, () => setPosition(0)));

  const settle = (work: Promise<void>, said: string) => {
    setFailed(false);
    work.then(
      () => {
        announce(said);
        // The button that was pressed may have gone with its finding.
        if (!panel.contains(document.activeElement)) panel.focus();
      },
      () => setFailed(true),
    );
  };
  const act = (edit: Edit | undefined) => {
    if (edit) settle(versions.apply(edit), editText(edit));
  };
  const move = (step: number) => setPosition(Math.max(0, Math.min(list().length - 1, at() + step)));
  const undo = () => {
    if (versions.canUndo()) settle(versions.undo(), t('doctor.actions.undo'));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target } = event;
    const isUndo = key.toLowerCase() === 'z';
    if (event.altKey || ((event.ctrlKey || event.metaKey) && !isUndo)) return;
    if (!settings.shortcuts() && !event.ctrlKey && !event.metaKey) return;
    const onButton = target instanceof HTMLButtonElement;
    const choice = choices.find((one) => keyOf[one] === key.toUpperCase());
    if (isUndo) undo();
    else if (choice) act(offered()[choice]);
    else if (key === 'Enter' && !onButton) act(offered().relabel);
    else if (key === 'j' || key === 'J' || key === 'ArrowRight' || key === 'ArrowDown') move(1);
    else if (key === 'ArrowLeft' || key === 'ArrowUp') move(-1);
    else return;
    event.preventDefault();
  };
  const words = (choice: Choice, edit: Edit) => {
    if (choice === 'relabel' && edit.edit === 'relabel') {
      return t('doctor.actions.relabel', { label: edit.to });
    }
    if (choice === 'merge' && edit.edit === 'merge') {
      return t('doctor.actions.merge', { label: edit.into });
    }
    if (edit.edit === 'exclude')
      return t('doctor.actions.exclude', { count: edit.pictures.length });
    return t('doctor.actions.keep');
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={panel}
      class="doctor-findings"
      role="group"
      aria-label={t('doctor.title')}
      tabindex={0}
      // At the element itself: delegated, it would come after the shell, to which r is Runs.
      on:keydown={onKeyDown}
    >
      <ul class="doctor-kinds">
        <For each={groups()}>
          {([one, count]) => (
            <li>
              <Button
                size="s"
                kind={shownKind() === one ? 'secondary' : 'quiet'}
                aria-pressed={shownKind() === one}
                onClick={() => setKind(one)}
              >
                {t(`doctor.kinds.${one}`)} <span class="muted">{count}</span>
              </Button>
            </li>
          )}
        </For>
      </ul>
      <Show when={finding()} keyed>
        {(now) => <FindingCard finding={now} examination={props.examination} />}
      </Show>
      <div class="doctor-actions">
        <For each={choices}>
          {(choice) => (
            <Show when={offered()[choice]}>
              {(edit) => (
                <Button
                  size="s"
                  aria-keyshortcuts={keyOf[choice].toLowerCase()}
                  onClick={() => act(edit())}
                >
                  {words(choice, edit())}{' '}
                  <span class="doctor-key" aria-hidden="true">
                    {keyOf[choice]}
                  </span>
                </Button>
              )}
            </Show>
          )}
        </For>
        <span class="doctor-position muted">
          {t('doctor.position', { position: at() + 1, count: list().length })}
        </span>
        <Button size="s" kind="quiet" disabled={at() <= 0} onClick={() => move(-1)}>
          {t('doctor.actions.previous')}{' '}
          <span class="doctor-key" aria-hidden="true">
            ←
          </span>
        </Button>
        <Button size="s" kind="quiet" disabled={at() >= list().length - 1} onClick={() => move(1)}>
          {t('doctor.actions.next')}{' '}
          <span class="doctor-key" aria-hidden="true">
            J
          </span>
        </Button>
      </div>
      <Show when={failed()}>
        <p role="alert">{t('doctor.changes.failed')}</p>
      </Show>
    </div>
  );
}

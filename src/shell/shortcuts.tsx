import { For, onCleanup } from 'solid-js';
import { t } from '../locales';
import type { App } from '../state/app';
import { steps } from '../state/route';
import { Dialog } from '../ui/dialog';
import './shortcuts.css';

/** Single keys act only while nothing is being typed and no window is open (WCAG 2.1.4: Settings turns them off). */
export function installShortcuts({ route, settings }: App, onHelp: () => void): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!settings.shortcuts() || isTyping(event.target)) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    const step = steps[Number(event.key) - 1];
    if (step) route.go(step);
    else if (event.key === '?') onHelp();
    else if (event.key === 'r') route.go('runs');
    else if (event.key === ',') route.go('settings');
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  onCleanup(() => document.removeEventListener('keydown', onKey));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

export function Shortcuts(props: { open: boolean; onClose: () => void }) {
  const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  const rows = [
    { keys: steps.map((_, index) => String(index + 1)), text: t('shell.shortcuts.steps') },
    { keys: ['r'], text: t('shell.shortcuts.runs') },
    { keys: [','], text: t('shell.shortcuts.settings') },
    { keys: [modifier, 'v'], text: t('shell.shortcuts.paste') },
    { keys: ['←', '→'], text: t('shell.shortcuts.arrows') },
    { keys: ['h'], text: t('shell.shortcuts.heatmap') },
    { keys: ['r', 'x', 'm', 'k'], text: t('doctor.shortcuts.act') },
    { keys: ['j', '→', '←'], text: t('doctor.shortcuts.move') },
    { keys: ['z'], text: t('doctor.shortcuts.undo') },
    { keys: ['Esc'], text: t('shell.shortcuts.escape') },
    { keys: ['?'], text: t('shell.shortcuts.help') },
  ];
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('shell.shortcuts.title')}>
      <dl class="shortcuts">
        <For each={rows}>
          {(row) => (
            <div>
              <dt>{row.text}</dt>
              <dd>
                <For each={row.keys}>{(key) => <kbd>{key}</kbd>}</For>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </Dialog>
  );
}

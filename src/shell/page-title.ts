import { createEffect, onCleanup } from 'solid-js';
import { format, t } from '../locales';
import type { Activity } from '../state/activity';
import type { App } from '../state/app';
import { viewName } from './view-name';

const icon = () => document.querySelector<HTMLLinkElement>('link[rel="icon"]');

/** The title and the tab's icon say how far the work is, for a tab in the background. */
export function followInTitle({ activity, route }: App): void {
  const link = icon();
  const resting = link?.href ?? '';
  let drawn: number | null = null;

  createEffect(() => {
    const work = activity.current();
    const view = viewName(route.view());
    document.title = work ? workTitle(work) : t('shell.title', { view });

    // A new icon each 5% is enough to see it move, and spares the tab strip.
    const step = work ? Math.round((work.progress ?? 0) * 20) : null;
    if (step === drawn || !link) return;
    drawn = step;
    link.href = step === null ? resting : progressIcon(step / 20);
  });
  onCleanup(() => {
    if (link) link.href = resting;
  });
}

function workTitle({ kind, progress }: Activity): string {
  const what = t(`shell.activity.${kind}`);
  if (progress === null) return t('shell.titleStarting', { what });
  return t('shell.titleRunning', {
    percent: format.percent(Math.floor(progress * 100) / 100, 0),
    what,
  });
}

/** The icon's lens as a ring that fills. */
function progressIcon(share: number): string {
  const around = 2 * Math.PI * 22;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" fill="none" stroke-width="11"><circle cx="32" cy="32" r="22" stroke="#9aa5a6"/><circle cx="32" cy="32" r="22" stroke="#12808b" stroke-dasharray="${around * share} ${around}" transform="rotate(-90 32 32)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

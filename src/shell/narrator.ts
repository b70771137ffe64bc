import { createEffect, on } from 'solid-js';
import { format, t } from '../locales';
import type { App } from '../state/app';
import { announce } from '../ui/announcer';

/** Tells people who listen to the page when long work begins, how far it is at each quarter, and its end. */
export function narrate({ activity }: App): void {
  for (const kind of ['import', 'train'] as const) {
    const quarter = () => {
      const work = activity.of(kind);
      return work ? Math.floor((work.progress ?? 0) * 4) : null;
    };
    createEffect(
      on(quarter, (now, before) => {
        const what = t(`shell.activity.${kind}`);
        if (now === null) {
          if (typeof before === 'number') announce(t('shell.ended', { what }));
        } else if (now === 0 || before === null) announce(t('shell.started', { what }));
        else if (now < 4) {
          announce(t('shell.reached', { what, percent: format.percent(now / 4, 0) }));
        }
      }),
    );
  }
}

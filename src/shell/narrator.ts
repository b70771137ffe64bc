import { createEffect, on } from 'solid-js';
import { format, t } from '../locales';
import type { App } from '../state/app';
import { announce } from '../ui/announcer';
import { backboneTitle } from '../views/compare/backbone';

/**
 * Tells people who listen to the page when long work begins, each quarter of it, each model that is
 * ready, and how it ended. Faults are read out by their notices.
 */
export function narrate(app: App): void {
  narrateProgress(app);
  narrateModels(app);
}

function narrateProgress({ activity, batch, datasets, experiment, exports }: App): void {
  const ended = {
    import() {
      const result = datasets.imported();
      if (!result) return;
      const pictures = t('common.pictures', { count: result.images });
      announce(t('shell.imported', { pictures, count: result.classes.length }));
    },
    train() {
      if (!experiment.error()) announce(t('shell.trained'));
    },
    predict() {
      const result = batch.finished();
      if (result) announce(t('shell.predicted', { count: result.images }));
    },
    export() {
      const result = exports.finished();
      if (result) announce(t('shell.exported', { name: result.name }));
    },
  };
  for (const kind of ['import', 'train', 'predict', 'export'] as const) {
    let told = 0;
    const quarter = () => {
      const work = activity.of(kind);
      return work && Math.floor((work.progress ?? 0) * 4);
    };
    createEffect(
      on(quarter, (now, before) => {
        const what = t(`shell.activity.${kind}`);
        if (now === null) {
          if (typeof before === 'number') ended[kind]();
        } else if (typeof before !== 'number') {
          told = 0;
          announce(t('shell.started', { what }));
        } else if (now > told && now < 4) {
          // The phases of an import count anew; only what is further than before is news.
          told = now;
          announce(t('shell.reached', { what, percent: format.percent(now / 4, 0) }));
        }
      }),
    );
  }
}

function narrateModels({ experiment }: App): void {
  const ready = () =>
    experiment.isLive() ? experiment.runs().filter(({ status }) => status === 'finished') : null;
  createEffect(
    on(ready, (now, before) => {
      const latest = now?.at(-1);
      if (!now || !before || now.length <= before.length || !latest?.validation) return;
      const model = backboneTitle(latest.backbone);
      announce(t('shell.modelReady', { model, accuracy: format.score(latest.validation) }));
    }),
  );
}

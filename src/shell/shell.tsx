import {
  type Component,
  createEffect,
  createSignal,
  ErrorBoundary,
  lazy,
  on,
  Suspense,
} from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { t } from '../locales';
import { useApp } from '../state/app';
import type { View } from '../state/route';
import { Announcer } from '../ui/announcer';
import { ErrorNotice } from '../ui/notice';
import { DropAnywhere } from './drop-anywhere';
import { Faults } from './faults';
import { Header } from './header';
import { narrate } from './narrator';
import { followInTitle } from './page-title';
import { installShortcuts, Shortcuts } from './shortcuts';
import { Surroundings } from './surroundings';
import { Updates } from './updates';
import { WaitingPictures } from './waiting-pictures';
import './shell.css';
import { viewName } from './view-name';

const views: Record<View, Component> = {
  data: lazy(() => import('../views/data')),
  train: lazy(() => import('../views/train')),
  compare: lazy(() => import('../views/compare')),
  evaluate: lazy(() => import('../views/evaluate')),
  architecture: lazy(() => import('../views/architecture')),
  explain: lazy(() => import('../views/explain')),
  predict: lazy(() => import('../views/predict')),
  export: lazy(() => import('../views/export')),
  runs: lazy(() => import('../views/runs')),
  settings: lazy(() => import('../views/settings')),
};

export function Shell() {
  const app = useApp();
  const { route } = app;
  const [help, setHelp] = createSignal(false);
  let main!: HTMLElement;

  followInTitle(app);
  narrate(app);
  installShortcuts(app, () => setHelp(true));

  // A new view starts at its top, and the keyboard with it; the first one leaves focus alone.
  createEffect(
    on(
      route.view,
      () => {
        scrollTo(0, 0);
        main.focus({ preventScroll: true });
      },
      { defer: true },
    ),
  );

  return (
    <>
      <Header onSkip={() => main.focus()} onShortcuts={() => setHelp(true)} />
      <main ref={main} class="main" tabindex="-1" aria-label={viewName(route.view())}>
        <Surroundings />
        <WaitingPictures />
        <Faults />
        <ErrorBoundary
          fallback={(error, retry) => {
            createEffect(on(route.view, retry, { defer: true }));
            return (
              <ErrorNotice
                error={error}
                action={{ label: t('common.reload'), run: () => location.reload() }}
              />
            );
          }}
        >
          <Suspense fallback={<p class="opening">{t('shell.loading')}</p>}>
            <Dynamic component={views[route.view()]} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Updates />
      <DropAnywhere />
      <Shortcuts open={help()} onClose={() => setHelp(false)} />
      <Announcer />
    </>
  );
}

import { type Accessor, For } from 'solid-js';
import { t } from '../locales';
import { useApp } from '../state/app';
import { stepOf, steps } from '../state/route';
import { createPath, type PathStep } from './path-state';
import { StepMark } from './step-mark';
import './path-nav.css';

/** The way through, always in sight: beside the name on a desk, at the bottom on a phone. */
export function PathNav() {
  const app = useApp();
  const path: Accessor<PathStep[]> = createPath(app);
  return (
    <nav class="path" aria-label={t('shell.path')}>
      <ol class="path-steps">
        <For each={steps}>
          {(step, index) => {
            const state = () => path()[index()] as PathStep;
            return (
              <li>
                <a
                  href={app.route.href(step)}
                  aria-current={stepOf(app.route.view()) === step ? 'step' : undefined}
                  data-status={state().status}
                >
                  <StepMark status={state().status} progress={state().progress} />
                  <span class="path-text">
                    <span class="path-name">{t(`shell.steps.${step}`)}</span>{' '}
                    <span class="path-detail">{state().detail}</span>
                  </span>
                </a>
              </li>
            );
          }}
        </For>
      </ol>
    </nav>
  );
}

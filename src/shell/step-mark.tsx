import { Match, Switch } from 'solid-js';
import type { StepStatus } from './path-state';

const radius = 8;
const around = 2 * Math.PI * radius;

/** A step's state as a mark: an open ring, a ring with a dot, a filling ring, a tick. */
export function StepMark(props: { status: StepStatus; progress: number | null }) {
  return (
    <svg class="step-mark" data-status={props.status} viewBox="0 0 20 20" aria-hidden="true">
      <circle class="step-ring" cx="10" cy="10" r={radius} />
      <Switch>
        <Match when={props.status === 'ready'}>
          <circle class="step-dot" cx="10" cy="10" r="3.5" />
        </Match>
        <Match when={props.status === 'running'}>
          <circle
            class="step-progress"
            cx="10"
            cy="10"
            r={radius}
            transform="rotate(-90 10 10)"
            stroke-dasharray={`${around}`}
            stroke-dashoffset={around * (1 - (props.progress ?? 0.1))}
          />
        </Match>
        <Match when={props.status === 'done'}>
          <path class="step-tick" d="M6.2 10.3l2.6 2.6 5-5.4" />
        </Match>
      </Switch>
    </svg>
  );
}

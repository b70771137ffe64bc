import { For } from 'solid-js';
import './interval-dot.css';
import { type Domain, position, ticks } from './scale';

interface IntervalDotProps {
  accuracy: number;
  interval: readonly [low: number, high: number];
  domain: Domain;
  /** What the picture says, in words. */
  label: string;
  /** Validation is a filled dot, test an open one: never told apart by colour alone. */
  kind: 'validation' | 'test';
}

/** A leaderboard's column has room for three labels. */
const tickCount = 3;

const percent = (domain: Domain, value: number) => `${(position(domain, value) * 100).toFixed(2)}%`;

/** An accuracy as a dot on its 95% interval; bars would hide how unsure it is. */
export function IntervalDot(props: IntervalDotProps) {
  return (
    <svg class="interval-dot" data-kind={props.kind} role="img" aria-label={props.label}>
      <For each={ticks(props.domain, tickCount)}>
        {(tick) => (
          <line
            class="interval-grid"
            x1={percent(props.domain, tick)}
            x2={percent(props.domain, tick)}
            y1="0"
            y2="100%"
          />
        )}
      </For>
      <line class="interval-track" x1="0" x2="100%" y1="50%" y2="50%" />
      <line
        class="interval-range"
        x1={percent(props.domain, props.interval[0])}
        x2={percent(props.domain, props.interval[1])}
        y1="50%"
        y2="50%"
      />
      <circle class="interval-point" cx={percent(props.domain, props.accuracy)} cy="50%" r="4.5" />
    </svg>
  );
}

/** The axis of a column of dots. */
export function IntervalAxis(props: { domain: Domain; format: (value: number) => string }) {
  return (
    <div class="interval-axis" aria-hidden="true">
      <For each={ticks(props.domain, tickCount)}>
        {(tick) => {
          // Centred in the middle and flush at both ends, so that neighbouring columns stay apart.
          const at = () => percent(props.domain, tick);
          return <span style={{ left: at(), translate: `-${at()} 0` }}>{props.format(tick)}</span>;
        }}
      </For>
    </div>
  );
}

import { Show } from 'solid-js';
import './learning-sparkline.css';
import type { Domain } from './scale';
import { sparkline } from './sparkline';

const box = { width: 88, height: 24, inset: 3 };

/** A learning curve the size of a word; `label` says what it shows. */
export function LearningSparkline(props: {
  values: readonly number[];
  domain: Domain;
  label: string;
}) {
  const shape = () => sparkline(props.values, props.domain, box);
  return (
    <svg
      class="learning-sparkline"
      viewBox={`0 0 ${box.width} ${box.height}`}
      width={box.width}
      height={box.height}
      role="img"
      aria-label={props.label}
    >
      <path d={shape().path} />
      <Show when={shape().end}>{(end) => <circle cx={end().x} cy={end().y} r="2.5" />}</Show>
    </svg>
  );
}

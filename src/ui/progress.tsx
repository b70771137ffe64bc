import { type JSX, Show } from 'solid-js';
import { format, t } from '../locales';
import './progress.css';

/** What is told of work that takes longer than a second. */
export interface ProgressProps {
  /** What is being done, in words. */
  label: JSX.Element;
  /** 0..1, or null while the size of the work is unknown. */
  value: number | null;
  /** `212 of 5,000 pictures`. */
  detail?: string;
  /** Things a second, already in words: `38 pictures a second`. */
  rate?: string | null;
  /** Null: not known yet. Absent: not told. */
  remainingSeconds?: number | null;
  /** Whatever else is worth a glance, after the time left. */
  more?: string | null;
  /** A button that stops it. */
  action?: JSX.Element;
}

export function Progress(props: ProgressProps) {
  const percent = () => (props.value === null ? null : Math.floor(props.value * 100));
  return (
    <div class="progress">
      <div class="progress-head">
        <span class="progress-label">{props.label}</span>
        <Show when={percent() !== null}>
          <span class="progress-percent">{percent()}%</span>
        </Show>
        {props.action}
      </div>
      <ProgressBar value={props.value} label={typeof props.label === 'string' ? props.label : ''} />
      <p class="progress-detail">
        <Show when={props.detail}>
          <span>{props.detail}</span>
        </Show>
        <Show when={props.rate}>
          <span>{props.rate}</span>
        </Show>
        <Show when={props.remainingSeconds === null}>
          <span>{t('common.estimating')}</span>
        </Show>
        <Show when={typeof props.remainingSeconds === 'number'}>
          <span>
            {t('common.left', {
              duration: format.duration(Math.ceil(props.remainingSeconds ?? 0)),
            })}
          </span>
        </Show>
        <Show when={props.more}>{(more) => <span>{more()}</span>}</Show>
      </p>
    </div>
  );
}

/** The bar alone. `value` 0..1; null: unknown, drawn as a moving stripe. */
export function ProgressBar(props: { value: number | null; label: string }) {
  return (
    <div
      class="progress-bar"
      role="progressbar"
      aria-label={props.label || undefined}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={props.value === null ? undefined : Math.floor(props.value * 100)}
      data-unknown={props.value === null ? '' : undefined}
    >
      <div style={{ transform: `scaleX(${props.value ?? 0.3})` }} />
    </div>
  );
}

import Info from 'lucide-solid/icons/info';
import OctagonAlert from 'lucide-solid/icons/octagon-alert';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import X from 'lucide-solid/icons/x';
import { type JSX, type ParentProps, Show } from 'solid-js';
import { toWire } from '../../core/errors';
import { t } from '../locales';
import { Button, IconButton } from './button';
import './notice.css';

/** Something worth knowing, on the page and not over it. */
export function Notice(
  props: ParentProps<{
    tone?: 'info' | 'warn' | 'bad';
    title?: JSX.Element;
    action?: JSX.Element;
    onDismiss?: () => void;
    /** `alert` interrupts a screen reader; `status` waits. */
    role?: 'alert' | 'status';
  }>,
) {
  const icon = () => {
    if (props.tone === 'bad') return <OctagonAlert />;
    return props.tone === 'warn' ? <TriangleAlert /> : <Info />;
  };
  return (
    <div class="notice" data-tone={props.tone ?? 'info'} role={props.role}>
      <span class="notice-icon" aria-hidden="true">
        {icon()}
      </span>
      <div class="notice-text">
        <Show when={props.title}>
          <strong>{props.title}</strong>
        </Show>
        <Show when={props.children}>
          <div>{props.children}</div>
        </Show>
      </div>
      <Show when={props.action}>
        <div class="notice-action">{props.action}</div>
      </Show>
      <Show when={props.onDismiss}>
        <IconButton
          label={t('common.close')}
          icon={<X />}
          size="s"
          onClick={() => props.onDismiss?.()}
        />
      </Show>
    </div>
  );
}

/**
 * A fault: what happened and why, what to do, and a button that does it.
 * Stopping on purpose is not a fault and is not shown as one.
 */
export function ErrorNotice(props: {
  error: unknown;
  /** What the button says and does; without it a crashed part offers to reload. */
  action?: { label: string; run: () => void };
  onDismiss?: () => void;
}) {
  const wire = () => toWire(props.error);
  const action = () =>
    props.action ??
    (wire().code === 'internal' || wire().code === 'workerCrashed'
      ? { label: t('common.reload'), run: () => location.reload() }
      : undefined);
  return (
    <Notice
      tone={wire().code === 'cancelled' ? 'info' : 'bad'}
      role={wire().code === 'cancelled' ? 'status' : 'alert'}
      title={wire().message}
      onDismiss={props.onDismiss}
      action={
        <Show when={action()}>
          {(offer) => (
            <Button size="s" onClick={() => offer().run()}>
              {offer().label}
            </Button>
          )}
        </Show>
      }
    >
      {wire().remedy}
    </Notice>
  );
}

import { Dialog as Primitive } from '@kobalte/core/dialog';
import X from 'lucide-solid/icons/x';
import { type JSX, type ParentProps, Show } from 'solid-js';
import { t } from '../locales';
import { Button, IconButton } from './button';
import { returnFocus } from './return-focus';
import './dialog.css';

/** A window over the page. Esc and a press outside close it; focus goes back where it was. */
export function Dialog(
  props: ParentProps<{
    open: boolean;
    onClose: () => void;
    title: string;
    /** One or two sentences under the title. */
    description?: JSX.Element;
    /** Buttons, the deciding one last. */
    actions?: JSX.Element;
  }>,
) {
  let content!: HTMLDivElement;
  returnFocus(() => props.open);
  return (
    <Primitive open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay class="dialog-scrim" />
        <div class="dialog-place">
          <Primitive.Content
            ref={content}
            class="dialog"
            // On the close button, focus would show its tooltip, and Esc would close that first.
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              content.focus();
            }}
          >
            <header class="dialog-head">
              <Primitive.Title as="h2">{props.title}</Primitive.Title>
              <IconButton label={t('common.close')} icon={<X />} size="s" onClick={props.onClose} />
            </header>
            <Show when={props.description}>
              <Primitive.Description class="dialog-description">
                {props.description}
              </Primitive.Description>
            </Show>
            {props.children}
            <Show when={props.actions}>
              <footer class="dialog-actions">{props.actions}</footer>
            </Show>
          </Primitive.Content>
        </div>
      </Primitive.Portal>
    </Primitive>
  );
}

/** Asks before something that cannot be undone; says what goes. */
export function ConfirmDialog(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  description: JSX.Element;
  confirm: string;
  onConfirm: () => void;
}) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      description={props.description}
      actions={
        <>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
          <Button
            kind="danger"
            onClick={() => {
              // Before closing: what it is about may be gone with the dialog.
              props.onConfirm();
              props.onClose();
            }}
          >
            {props.confirm}
          </Button>
        </>
      }
    />
  );
}

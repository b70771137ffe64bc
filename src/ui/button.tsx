import { type JSX, type ParentProps, Show, splitProps } from 'solid-js';
import './button.css';
import { Tooltip } from './tooltip';

export interface ButtonProps
  extends ParentProps<Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class'>> {
  /** `primary` once a view at most: the next step. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'm' | 's' | 'l';
  icon?: JSX.Element;
}

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['kind', 'size', 'icon', 'children']);
  return (
    <button
      type="button"
      {...rest}
      class="button"
      data-kind={own.kind ?? 'secondary'}
      data-size={own.size ?? 'm'}
    >
      <Show when={own.icon}>
        <span class="button-icon" aria-hidden="true">
          {own.icon}
        </span>
      </Show>
      {own.children}
    </button>
  );
}

export interface LinkButtonProps
  extends ParentProps<Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'class'>> {
  kind?: ButtonProps['kind'];
  size?: ButtonProps['size'];
  icon?: JSX.Element;
}

/** Looks like a button and goes somewhere. */
export function LinkButton(props: LinkButtonProps) {
  const [own, rest] = splitProps(props, ['kind', 'size', 'icon', 'children']);
  return (
    <a {...rest} class="button" data-kind={own.kind ?? 'secondary'} data-size={own.size ?? 'm'}>
      <Show when={own.icon}>
        <span class="button-icon" aria-hidden="true">
          {own.icon}
        </span>
      </Show>
      {own.children}
    </a>
  );
}

/** An icon alone; its name is read out and shown on hover or focus. */
export function IconButton(
  props: Omit<ButtonProps, 'children' | 'icon'> & { label: string; icon: JSX.Element },
) {
  const [own, rest] = splitProps(props, ['kind', 'size', 'icon', 'label']);
  return (
    <Tooltip
      as="button"
      type="button"
      {...rest}
      text={own.label}
      class="button icon-button"
      aria-label={own.label}
      data-kind={own.kind ?? 'quiet'}
      data-size={own.size ?? 'm'}
    >
      {own.icon}
    </Tooltip>
  );
}

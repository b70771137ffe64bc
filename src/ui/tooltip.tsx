import { Tooltip as Primitive } from '@kobalte/core/tooltip';
import { type ComponentProps, type JSX, splitProps, type ValidComponent } from 'solid-js';
import './tooltip.css';

export type TooltipProps<T extends ValidComponent> = { text: string; as?: T } & Omit<
  ComponentProps<T>,
  'as' | 'text'
>;

/**
 * An element that explains itself on hover or focus. What is essential stands on the page;
 * a tooltip only adds to it.
 */
export function Tooltip<T extends ValidComponent = 'span'>(props: TooltipProps<T>) {
  const [own, rest] = splitProps(props as TooltipProps<'span'>, ['text', 'as']);
  return (
    <Primitive openDelay={400} closeDelay={80} gutter={6}>
      <Primitive.Trigger as={(own.as ?? 'span') as 'span'} {...rest} />
      <Primitive.Portal>
        <Primitive.Content class="tooltip">{own.text}</Primitive.Content>
      </Primitive.Portal>
    </Primitive>
  );
}

/** Text with an explanation behind it: a number and where it comes from. */
export function Explained(props: { why: string; children: JSX.Element }) {
  return (
    <Tooltip text={props.why} tabindex="0" class="explained">
      {props.children}
    </Tooltip>
  );
}

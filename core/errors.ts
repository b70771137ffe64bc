import { type ErrorCode, errorTexts, reasonTexts } from './error-texts';

export type ErrorContext = Record<string, string | number | boolean | null>;

/** What crosses a worker boundary: Comlink drops class, code and cause of a thrown Error. */
export interface WireError {
  code: ErrorCode;
  message: string;
  remedy: string;
  context: ErrorContext;
}

/**
 * Every fault a user can meet. The text comes from `error-texts` (English; the page translates
 * by `code` and `context`), so a message is written once.
 */
export class LensmithError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, context: ErrorContext = {}, options?: ErrorOptions) {
    const said = inWords(code, context);
    super(fill(errorTexts[code].message, said), options);
    this.name = 'LensmithError';
    this.code = code;
    this.remedy = fill(errorTexts[code].remedy, said);
    this.context = context;
  }

  toWire(): WireError {
    return { code: this.code, message: this.message, remedy: this.remedy, context: this.context };
  }
}

/** The context with its `reason`, where that is a code, in words. */
function inWords(code: ErrorCode, context: ErrorContext): ErrorContext {
  const text = reasonTexts[code]?.[String(context.reason)];
  return text === undefined ? context : { ...context, reason: fill(text, context) };
}

/** Replaces `{name}` by the context's value. */
export function fill(template: string, context: ErrorContext): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(context, key) ? String(context[key]) : whole,
  );
}

/** Anything thrown, as data; what is not ours becomes `internal` with its message kept. */
export function toWire(error: unknown): WireError {
  if (error instanceof LensmithError) return error.toWire();
  // Wherever the disk is found full: a class of its own in newer browsers, a DOMException in others.
  if ((error as Error | null)?.name === 'QuotaExceededError') {
    return new LensmithError('storageFull').toWire();
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new LensmithError('internal', { detail }).toWire();
}

export function fromWire(wire: WireError): LensmithError {
  return new LensmithError(wire.code, wire.context);
}

import { fill } from '../../core/errors';
import { type FaultCode, faultTexts } from './texts';

/** What a person can meet, with what to do about it. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly remedy: string;

  constructor(code: FaultCode, context: Record<string, string | number> = {}, cause?: unknown) {
    super(fill(faultTexts[code].message, context), { cause });
    this.name = 'Fault';
    this.code = code;
    this.remedy = fill(faultTexts[code].remedy, context);
  }
}

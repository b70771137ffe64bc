import { fill } from '../../../core/errors';
import type { Answer } from '../classifier';
import { Fault } from '../fault';
import { texts } from '../texts';
import { element } from './elements';

const percent = (confidence: number) => `${(100 * confidence).toFixed(1)}%`;

export function showState(text: string): void {
  element('state').textContent = text;
}

/** Null takes it away. */
export function showFault(error: unknown): void {
  element('fault').hidden = error === null;
  if (error === null) return;
  const { message, remedy } = (error as { remedy?: string }).remedy
    ? (error as Fault)
    : new Fault('unexpected', { reason: String(error) });
  element('fault-message').textContent = message;
  element('fault-remedy').textContent = remedy;
}

/** `spoken`: whether a screen reader says it; of a camera's many answers it would never end. */
export function showAnswer(
  name: string,
  { predictions, none }: Answer,
  threshold: number | null,
  spoken: boolean,
): void {
  element('result').hidden = false;
  element('result-name').textContent = name;
  const refusal = element('none');
  refusal.hidden = !none;
  const heading = document.createElement('strong');
  heading.textContent = texts.none;
  const reason = fill(texts.noneSaid, { threshold: percent(threshold ?? 0) });
  refusal.replaceChildren(heading, reason);
  element('answers').replaceChildren(...predictions.map((prediction) => row(prediction, none)));
  const [first] = predictions;
  const text = none ? texts.answerNone : texts.answer;
  element('spoken').textContent =
    spoken && first ? fill(text, { label: first.label, percent: percent(first.confidence) }) : '';
}

function row({ label, confidence }: Answer['predictions'][number], none: boolean): HTMLLIElement {
  const item = document.createElement('li');
  item.toggleAttribute('data-none', none);
  const bar = part('bar', '');
  const filled = document.createElement('span');
  filled.style.width = percent(confidence);
  bar.append(filled);
  bar.ariaHidden = 'true';
  item.append(part('label', label), part('share', percent(confidence)), bar);
  return item;
}

function part(name: string, text: string): HTMLSpanElement {
  const made = document.createElement('span');
  made.className = name;
  made.textContent = text;
  return made;
}

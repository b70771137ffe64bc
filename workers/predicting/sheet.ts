import type { BatchRow } from '../../core/contract/trainer';
import { csvLine } from '../../core/csv';

/** Characters of CSV gathered before they leave the heap as a blob. */
const pieceLength = 1 << 16;

const numbered = (topK: number) => Array.from({ length: topK }, (_, i) => i + 1);

/** Short, and never in exponents, which some readers take for text. */
const rounded = (confidence: number) => Number(confidence.toFixed(6));

/** The CSV as it grows: what is written is no longer in this worker's memory. */
export class Sheet {
  readonly #topK: number;
  readonly #labelled: boolean;
  readonly #pieces: Blob[] = [];
  #text = '';

  /** `labelled`: whether there are columns for the folders' classes. */
  constructor(topK: number, labelled: boolean) {
    this.#topK = topK;
    this.#labelled = labelled;
    this.#text = csvLine([
      'file',
      'none_of_these',
      ...numbered(topK).flatMap((i) => [`top${i}`, `confidence${i}`]),
      ...(labelled ? ['label', 'correct'] : []),
      'error',
    ]);
  }

  add({ file, predictions, none, label, error }: BatchRow): void {
    const answered = error === null;
    const first = predictions[0]?.label;
    this.#text += csvLine([
      file,
      answered ? yesNo(none) : null,
      ...numbered(this.#topK).flatMap((i) => {
        const one = predictions[i - 1];
        return one ? [one.label, rounded(one.confidence)] : [null, null];
      }),
      ...(this.#labelled
        ? [label, answered && label !== null ? yesNo(first === label) : null]
        : []),
      error,
    ]);
    if (this.#text.length < pieceLength) return;
    this.#pieces.push(new Blob([this.#text]));
    this.#text = '';
  }

  blob(): Blob {
    return new Blob([...this.#pieces, this.#text], { type: 'text/csv;charset=utf-8' });
  }
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

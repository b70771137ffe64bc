import type { BatchResult, BatchRow } from '../../core/contract/trainer';
import { scoreOf } from '../../core/learning/statistics';

/** Rows kept for showing. */
const firstRows = 20;

/** What the rows come to, counted as they pass. */
export class Tally {
  readonly #classes: readonly string[];
  readonly #counts = new Map<string, number>();
  readonly #failed: BatchResult['failed'] = [];
  readonly #first: BatchRow[] = [];
  #images = 0;
  #none = 0;
  #correct = 0;
  #labelled = 0;

  constructor(classes: readonly string[]) {
    this.#classes = classes;
  }

  get done(): number {
    return this.#images + this.#failed.length;
  }

  get failed(): number {
    return this.#failed.length;
  }

  add(row: BatchRow): void {
    if (this.#first.length < firstRows) this.#first.push(row);
    if (row.error !== null) {
      this.#failed.push({ file: row.file, reason: row.error });
      return;
    }
    const answer = row.predictions[0]!.label;
    this.#images += 1;
    if (row.none) this.#none += 1;
    else this.#counts.set(answer, (this.#counts.get(answer) ?? 0) + 1);
    if (row.label === null) return;
    this.#labelled += 1;
    if (row.label === answer) this.#correct += 1;
  }

  result(): Pick<BatchResult, 'images' | 'none' | 'counts' | 'failed' | 'first' | 'accuracy'> {
    return {
      images: this.#images,
      none: this.#none,
      counts: this.#classes.map((name) => this.#counts.get(name) ?? 0),
      failed: this.#failed,
      first: this.#first,
      accuracy: this.#labelled > 0 ? scoreOf(this.#correct, this.#labelled) : null,
    };
  }
}

import type { TrainEvent, TrainPhase } from '../../core/contract/trainer';
import type { Forecast } from './forecast';

/** One piece of an experiment whose cost can be foretold. */
interface Task {
  backbone: string;
  phase: TrainPhase;
  /** Engine-seconds foretold for the whole task. */
  predicted: number;
  /** Pictures or epochs. */
  done: number;
  total: number;
  /** Engine-seconds it has really taken so far. */
  spent: number;
  startedAt: number | null;
}

/**
 * Turns what is done into an overall fraction and a remaining time. What was foretold is corrected
 * by what the same phase has really taken so far, so a wrong estimate mends itself while it runs.
 */
export class Progress {
  readonly #emit: (event: TrainEvent) => void;
  readonly #engines: number;
  readonly #now: () => number;
  #tasks = new Map<string, Task>();
  readonly #startedAt: number;
  #overall = 0;

  /** `engines`: how many pieces of work run side by side. `now`: milliseconds. */
  constructor(emit: (event: TrainEvent) => void, engines: number, now = () => performance.now()) {
    this.#emit = emit;
    this.#engines = engines;
    this.#now = now;
    this.#startedAt = now();
  }

  /**
   * Sets what there is to do. A task announced before keeps what it has done; one that is not
   * named any more is no longer wanted.
   */
  plan(tasks: readonly Forecast[]): void {
    const wanted = new Map<string, Task>();
    for (const { backbone, key, phase, seconds, total } of tasks) {
      const id = `${backbone}/${key}`;
      const known = this.#tasks.get(id) ?? { done: 0, spent: 0, startedAt: null };
      wanted.set(id, { ...known, backbone, phase, predicted: seconds, total });
    }
    this.#tasks = wanted;
  }

  /** Says that `units` more are done, which kept one engine busy for `seconds`. */
  advance(backbone: string, key: string, units: number, seconds: number): void {
    const task = this.#tasks.get(`${backbone}/${key}`);
    if (!task) return;
    task.startedAt ??= this.#now() - (1000 * seconds) / this.#engines;
    task.done = Math.min(task.total, task.done + units);
    task.spent += seconds;
    this.#tell(task);
  }

  finish(backbone: string, key: string): void {
    const task = this.#tasks.get(`${backbone}/${key}`);
    if (!task) return;
    task.done = task.total;
    this.#tell(task);
  }

  /** Real engine-seconds over foretold ones of what has been done, by `<backbone>/<task>`. */
  ratios(): Record<string, number> {
    const ratios: Record<string, number> = {};
    for (const [id, task] of this.#tasks) {
      if (task.spent > 0 && task.done > 0) {
        ratios[id] = task.spent / (task.predicted * fraction(task));
      }
    }
    return ratios;
  }

  /** Seconds that what is planned, or one phase of it, will still take, as far as is known. */
  secondsLeft(phase: TrainPhase | null = null, backbones?: readonly string[]): number {
    let engineSeconds = 0;
    for (const task of this.#tasks.values()) {
      if (phase !== null && task.phase !== phase) continue;
      if (backbones && !backbones.includes(task.backbone)) continue;
      const ratio = this.#ratio(task.phase) ?? this.#ratio(null) ?? 1;
      engineSeconds += ratio * task.predicted * (1 - fraction(task));
    }
    return engineSeconds / this.#engines;
  }

  #tell(task: Task): void {
    // A corrected forecast must not make the bar run backwards.
    const elapsed = (this.#now() - this.#startedAt) / 1000;
    const left = this.secondsLeft();
    this.#overall = Math.max(this.#overall, left > 0 ? elapsed / (elapsed + left) : 1);
    const seconds = task.startedAt === null ? 0 : (this.#now() - task.startedAt) / 1000;
    const counted = task.phase === 'features' || task.phase === 'test';
    this.#emit({
      type: 'progress',
      backbone: task.backbone,
      phase: task.phase,
      done: task.done,
      total: task.total,
      overall: this.#overall,
      remainingSeconds: this.#ratio(null) === null ? null : left,
      rate: counted && seconds > 0.2 ? task.done / seconds : null,
    });
  }

  /** Null: over all phases. */
  #ratio(phase: TrainPhase | null): number | null {
    let spent = 0;
    let predicted = 0;
    for (const task of this.#tasks.values()) {
      if (phase !== null && task.phase !== phase) continue;
      // What came from the cache took no time and says nothing of the machine.
      if (task.spent === 0) continue;
      spent += task.spent;
      predicted += task.predicted * fraction(task);
    }
    return predicted > 0 && spent > 0 ? spent / predicted : null;
  }
}

function fraction(task: Task): number {
  return task.total > 0 ? task.done / task.total : 1;
}

import { type Accessor, createSignal } from 'solid-js';
import type { PredictionResult } from '../../core/contract/trainer';
import { LensmithError, toWire } from '../../core/errors';

/** A picture somebody asked about. */
export interface Question {
  id: number;
  name: string;
  picture: Blob;
  /** Null while it is being looked at. */
  answer: PredictionResult | { error: unknown } | null;
}

/** How many of the most likely classes are shown of each. */
export type Many = '1' | '3' | '5' | 'all';

export interface AnswersState {
  /** Newest first. */
  questions: Accessor<readonly Question[]>;
  /** How many still wait. */
  waiting: Accessor<number>;
  many: Accessor<Many>;
  setMany(many: Many): void;
  ask(files: readonly { name: string; picture: Blob }[]): void;
  /** Asks all of them again, of another run. */
  askAgain(): void;
  remove(id: number): void;
  clear(): void;
}

/** The engine knows a picture's bytes only; the person knows it by its name. */
export function withFileName(error: unknown, file: string): unknown {
  const { code, context } = toWire(error);
  return code === 'notAPicture' || code === 'pictureTooLarge'
    ? new LensmithError(code, { ...context, file })
    : error;
}

/** How many pictures go to the engine in one call; answers appear batch by batch. */
const BATCH = 8;

/** Pictures and what the chosen run says of them; nothing of it is stored or sent anywhere. */
export function createAnswers(
  predict: (pictures: Blob[]) => Promise<PredictionResult[]>,
): AnswersState {
  const [many, setMany] = createSignal<Many>('3');
  const [questions, setQuestions] = createSignal<readonly Question[]>([]);
  let next = 0;
  /** Raised when all earlier questions are void: asked again of another run, or cleared. */
  let round = 0;
  let queue: Promise<void> = Promise.resolve();

  function settle(id: number, answer: Question['answer']): void {
    setQuestions((all) => all.map((one) => (one.id === id ? { ...one, answer } : one)));
  }

  async function answer(batch: readonly Question[], mine: number): Promise<void> {
    if (mine !== round) return;
    try {
      const results = await predict(batch.map(({ picture }) => picture));
      if (mine !== round) return;
      batch.forEach(({ id }, index) => {
        settle(id, results[index] ?? null);
      });
    } catch (error) {
      if (mine !== round) return;
      // One unreadable picture rejects the whole call: each is asked alone to find which.
      const [only] = batch;
      if (batch.length === 1 && only) settle(only.id, { error: withFileName(error, only.name) });
      else for (const one of batch) await answer([one], mine);
    }
  }

  function enqueue(asked: readonly Question[]): void {
    const mine = round;
    for (let start = 0; start < asked.length; start += BATCH) {
      const batch = asked.slice(start, start + BATCH);
      queue = queue.then(() => answer(batch, mine));
    }
  }

  return {
    questions,
    waiting: () => questions().filter(({ answer }) => answer === null).length,
    many,
    setMany,
    ask(files) {
      const asked = files.map(({ name, picture }) => ({ id: next++, name, picture, answer: null }));
      setQuestions((all) => [...asked, ...all]);
      enqueue(asked);
    },
    askAgain() {
      round++;
      setQuestions((all) => all.map((one) => ({ ...one, answer: null })));
      enqueue(questions());
    },
    remove(id) {
      setQuestions((all) => all.filter((one) => one.id !== id));
    },
    clear() {
      round++;
      setQuestions([]);
    },
  };
}

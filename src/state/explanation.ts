import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { ExplainOptions, ExplanationResult } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import type { SaliencyMethod } from '../../core/saliency/methods';
import { withFileName } from './experiment-answers';

/** Which picture, of which run, for which class, by which method. */
export interface Ask {
  runId: string;
  /** A picture's id in the store, or the id of a brought one. */
  pictureId: string;
  /** Index into the run's classes; null: whatever the run finds most likely. */
  classIndex: number | null;
  method: SaliencyMethod;
}

/** A picture somebody brought, with the name they know it by; of no dataset and stored nowhere. */
export interface BroughtPicture {
  id: string;
  name: string;
  picture: Blob;
}

export interface ExplanationsState {
  /** Newest first. */
  brought: Accessor<readonly BroughtPicture[]>;
  /** The id of the first. One that is here already comes to the front. */
  bring(pictures: readonly { name: string; picture: Blob }[]): string;
  /** Original bytes of a stored or brought picture; null when it is gone. */
  load(pictureId: string): Promise<Blob | null>;
  /** With all classes' confidences. Throws what the trainer throws, and pictureGone. */
  explain(ask: Ask): Promise<ExplanationResult>;
}

/** So many answers are kept: going back and forth between pictures and classes costs nothing. */
const KEPT = 60;

export function createExplanations(
  explain: (runId: string, picture: Blob, options: ExplainOptions) => Promise<ExplanationResult>,
  stored: (pictureId: string) => Promise<Blob | null>,
): ExplanationsState {
  const [brought, setBrought] = createSignal<readonly BroughtPicture[]>([]);
  const answers = new Map<string, Promise<ExplanationResult>>();
  let next = 1;

  const load = async (id: string) =>
    brought().find((one) => one.id === id)?.picture ?? (await stored(id));

  async function work(ask: Ask): Promise<ExplanationResult> {
    const picture = await load(ask.pictureId);
    if (!picture) throw new LensmithError('pictureGone');
    const asked = explain(ask.runId, picture, {
      ...(ask.classIndex === null ? {} : { classes: [ask.classIndex] }),
      topK: Number.MAX_SAFE_INTEGER,
      method: ask.method,
    });
    const name = brought().find(({ id }) => id === ask.pictureId)?.name;
    return name === undefined
      ? asked
      : asked.catch((error) => {
          throw withFileName(error, name);
        });
  }

  return {
    brought,
    bring(pictures) {
      const before = brought();
      const named = pictures.map(
        ({ name, picture }) =>
          before.find((one) => one.picture === picture) ?? {
            id: `brought-${next++}`,
            name,
            picture,
          },
      );
      setBrought([...named, ...before.filter((one) => !named.includes(one))]);
      return named[0]?.id ?? '';
    },
    load,
    explain(ask) {
      const key = JSON.stringify([ask.runId, ask.pictureId, ask.classIndex, ask.method]);
      const known = answers.get(key);
      const answer = known ?? work(ask);
      answers.delete(key);
      answers.set(key, answer);
      // A fault is not an answer: asked again, it is tried again.
      if (!known) answer.catch(() => answers.get(key) === answer && answers.delete(key));
      for (const oldest of answers.keys()) {
        if (answers.size <= KEPT) break;
        answers.delete(oldest);
      }
      return answer;
    },
  };
}

export interface Explanation {
  /** Of the picture and run asked about; while another class is worked out, still that of the last. */
  result: Accessor<ExplanationResult | null>;
  waiting: Accessor<boolean>;
  error: Accessor<unknown>;
  retry(): void;
}

/** Follows what is asked; answers that come late are dropped. */
export function createExplanation(
  ask: Accessor<Ask | null>,
  explain: (ask: Ask) => Promise<ExplanationResult>,
): Explanation {
  const [known, setKnown] = createSignal<{ of: Ask; result: ExplanationResult } | null>(null);
  const [waiting, setWaiting] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  const [attempt, setAttempt] = createSignal(0);
  let turn = 0;

  async function work(asked: Ask, mine: number): Promise<void> {
    try {
      const result = await explain(asked);
      if (mine === turn) setKnown({ of: asked, result });
    } catch (fault) {
      if (mine === turn) setError(fault);
    }
    if (mine === turn) setWaiting(false);
  }
  createEffect(
    on([ask, attempt], ([asked]) => {
      const mine = ++turn;
      setError(null);
      setWaiting(asked !== null);
      if (asked) void work(asked, mine);
    }),
  );
  onCleanup(() => turn++);

  return {
    result() {
      const last = known();
      const asked = ask();
      const same = last?.of.runId === asked?.runId && last?.of.pictureId === asked?.pictureId;
      return last && same ? last.result : null;
    },
    waiting,
    error,
    retry: () => setAttempt((count) => count + 1),
  };
}

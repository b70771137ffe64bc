import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { PredictionResult } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import { createAnswers, type Question } from './experiment-answers';

const result = (label: string): PredictionResult => ({
  predictions: [{ label, confidence: 0.9 }],
  none: false,
  runId: 'r',
  latencyMs: 5,
});

const picture = (text: string) => ({ name: text, picture: new Blob([text]) });
const label = ({ answer }: Question) =>
  answer && 'predictions' in answer ? answer.predictions[0]?.label : answer && 'failed';

/** Answers each picture with its own text; one that says `broken` rejects the whole call. */
async function echo(pictures: Blob[]): Promise<PredictionResult[]> {
  const texts = await Promise.all(pictures.map((blob) => blob.text()));
  if (texts.includes('broken')) throw new LensmithError('notAPicture', { file: 'broken' });
  return texts.map(result);
}

async function settled(waiting: () => number): Promise<void> {
  while (waiting() > 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('answers every picture but the unreadable one, in the order asked', async () => {
  const state = createRoot(() => createAnswers(echo));
  state.ask(['a', 'broken', 'c'].map(picture));
  expect(state.waiting()).toBe(3);
  await settled(state.waiting);
  expect(state.questions().map(label)).toEqual(['a', 'failed', 'c']);
  state.ask([picture('d')]);
  await settled(state.waiting);
  expect(state.questions().map(label)).toEqual(['d', 'a', 'failed', 'c']);
});

test('an answer that comes after a change of run is dropped', async () => {
  let run = 'old';
  const release: (() => void)[] = [];
  const state = createRoot(() =>
    createAnswers(async (pictures) => {
      const asked = run;
      await new Promise<void>((resolve) => release.push(resolve));
      return pictures.map(() => result(asked));
    }),
  );
  state.ask([picture('a')]);
  await Promise.resolve();
  run = 'new';
  state.askAgain();
  const timer = setInterval(() => release.shift()?.(), 1);
  await settled(state.waiting);
  clearInterval(timer);
  expect(state.questions().map(label)).toEqual(['new']);
});

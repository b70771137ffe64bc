import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { ExplainOptions, ExplanationResult } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import { type Ask, createExplanations } from './explanation';

const result = (runId: string, classIndex: number): ExplanationResult => ({
  runId,
  predictions: [],
  none: false,
  maps: [
    {
      classIndex,
      label: 'a',
      confidence: 1,
      height: 1,
      width: 1,
      values: Float32Array.of(1),
    },
  ],
  seen: { x: 0, y: 0, width: 1, height: 1 },
  method: 'grad-cam',
  layer: 'last',
  latencyMs: 1,
  explainMs: 1,
});

const ask = (pictureId: string, classIndex: number | null = null): Ask => ({
  runId: 'r',
  pictureId,
  classIndex,
  method: 'grad-cam',
});

function setUp(fault?: unknown) {
  const asked: { text: string; options: ExplainOptions }[] = [];
  let failing = fault;
  const state = createRoot(() =>
    createExplanations(
      async (runId, picture, options) => {
        asked.push({ text: await picture.text(), options });
        if (failing) throw failing;
        return result(runId, options.classes?.[0] ?? 7);
      },
      async (id) => (id === 'd/1' ? new Blob(['stored']) : null),
    ),
  );
  return { state, asked, mend: () => (failing = undefined) };
}

test('asks once for a picture and class, and again for another class', async () => {
  const { state, asked } = setUp();
  const [first, again] = await Promise.all([state.explain(ask('d/1')), state.explain(ask('d/1'))]);
  expect(again).toBe(first);
  const other = await state.explain(ask('d/1', 2));
  expect(other.maps[0]?.classIndex).toBe(2);
  expect(asked.map(({ options }) => options.classes)).toEqual([undefined, [2]]);
});

test('a fault is not kept, and names the picture as the person knows it', async () => {
  const { state, mend } = setUp(new LensmithError('notAPicture', { file: 'picture' }));
  const id = state.bring([{ name: 'holiday.txt', picture: new Blob(['brought']) }]);
  await expect(state.explain(ask(id))).rejects.toMatchObject({
    code: 'notAPicture',
    context: { file: 'holiday.txt' },
  });
  mend();
  await expect(state.explain(ask(id))).resolves.toMatchObject({ runId: 'r' });
});

test('brought pictures come newest first and are explained from their own bytes', async () => {
  const { state, asked } = setUp();
  state.bring([{ name: 'a', picture: new Blob(['first']) }]);
  const picture = new Blob(['second']);
  const id = state.bring([{ name: 'b', picture }]);
  expect(state.bring([{ name: 'b', picture }])).toBe(id);
  expect(state.brought().map(({ name }) => name)).toEqual(['b', 'a']);
  await state.explain(ask(id));
  expect(asked[0]?.text).toBe('second');
});

test('a picture that is gone says so', async () => {
  const { state } = setUp();
  await expect(state.explain(ask('d/9'))).rejects.toMatchObject({ code: 'pictureGone' });
});

import { expect, test } from 'vitest';
import { createRequestQueue } from './request-queue';

/** Work that ends when told. */
function job() {
  let end: () => void = () => {};
  let begun = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    begun: () => begun,
    work: () => {
      begun = true;
      return ended;
    },
  };
}
const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('so many run, so many wait in their order, the next is refused', async () => {
  const queue = createRequestQueue(2, 2, () => 0);
  const jobs = [job(), job(), job(), job()];
  const runs = jobs.map(({ work }) => queue.run(work, never));
  await settled();
  expect(jobs.map(({ begun }) => begun())).toEqual([true, true, false, false]);
  await expect(queue.run(job().work, never)).rejects.toMatchObject({
    code: 'apiBusy',
    context: { waiting: 2, seconds: 1 },
  });
  jobs[1]?.end();
  await settled();
  expect(jobs.map(({ begun }) => begun())).toEqual([true, true, true, false]);
  for (const { end } of jobs) end();
  await Promise.all(runs);
  await queue.run(async () => {}, never);
});

test('who fails makes room, and who leaves the queue never runs', async () => {
  const queue = createRequestQueue(1, 1, () => 0);
  const leaver = new AbortController();
  const first = job();
  const running = queue.run(async () => {
    await first.work();
    throw new RangeError('broken');
  }, never);
  const left = job();
  const waiting = queue.run(left.work, leaver.signal);
  leaver.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  const second = job();
  const after = queue.run(second.work, never);
  first.end();
  await expect(running).rejects.toThrow('broken');
  await settled();
  expect(left.begun()).toBe(false);
  expect(second.begun()).toBe(true);
  second.end();
  await after;
});

test('when to come back follows from how long requests take', async () => {
  let clock = 0;
  const queue = createRequestQueue(1, 4, () => clock);
  for (let i = 0; i < 30; i++) {
    await queue.run(async () => {
      clock += 6000;
    }, never);
  }
  const jobs = [job(), job(), job(), job(), job()];
  const runs = jobs.map(({ work }) => queue.run(work, never));
  await expect(queue.run(job().work, never)).rejects.toMatchObject({ context: { seconds: 24 } });
  for (const { end } of jobs) end();
  await Promise.all(runs);
});

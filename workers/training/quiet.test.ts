import { expect, test } from 'vitest';
import { Quiet } from './quiet';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

test('shared work runs side by side, measuring work with nothing beside it', async () => {
  const quiet = new Quiet();
  let running = 0;
  let most = 0;
  const beside: number[] = [];
  const work = async () => {
    running++;
    most = Math.max(most, running);
    await tick();
    await tick();
    running--;
  };
  const measure = async () => {
    beside.push(running);
    running++;
    await tick();
    running--;
  };
  const all: Promise<void>[] = [];
  for (let i = 0; i < 6; i++) {
    all.push(quiet.share(work), quiet.share(work));
    if (i % 2 === 0) all.push(quiet.alone(measure), quiet.alone(measure));
    await tick();
  }
  await Promise.all(all);
  expect(beside).toEqual(new Array(6).fill(0));
  expect(most).toBeGreaterThan(1);
});

test("a failure is the caller's, and the others go on", async () => {
  const quiet = new Quiet();
  const fail = async () => {
    throw new Error('no');
  };
  await expect(quiet.share(fail)).rejects.toThrow('no');
  await expect(quiet.alone(fail)).rejects.toThrow('no');
  expect(await quiet.alone(async () => 1)).toBe(1);
  expect(await quiet.share(async () => 2)).toBe(2);
});

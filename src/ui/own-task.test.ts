import { expect, test } from 'vitest';
import { ownTask } from './own-task';

test('each in its turn, with room for other tasks in between', async () => {
  const seen: string[] = [];
  const timer = new MessageChannel();
  timer.port1.onmessage = () => seen.push('other');
  const all = ['a', 'b', 'c'].map(async (name) => {
    await ownTask();
    seen.push(name);
    if (name === 'a') timer.port2.postMessage(null);
  });
  await Promise.all(all);
  timer.port1.close();
  expect(seen.filter((name) => name !== 'other')).toEqual(['a', 'b', 'c']);
  expect(seen.indexOf('other')).toBeLessThan(seen.indexOf('c'));
});

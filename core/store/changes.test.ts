import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { type StoreChange, subscribe } from './changes';
import { datasetOf, experimentOf, metricOf, runOf } from './fixtures';
import { addOwners, fillDisk, storesForTests } from './testing';

const open = storesForTests();
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function listen(name: string): StoreChange[] {
  const heard: StoreChange[] = [];
  ends.push(subscribe((change) => heard.push(change), name));
  return heard;
}

test('every listener hears what was written and removed, through whatever handle', async () => {
  const [one, two] = [await open('heard'), await open('heard')];
  const heard = listen('heard');
  const other = listen('unheard');
  await one.datasets.writer('d').commit(datasetOf('d'), []);
  await two.experiments.put(experimentOf('e'));
  await one.runs.put(runOf('r'));
  await one.runs.put(runOf('s'));
  await one.runs.addMetrics([metricOf('r', 0), metricOf('r', 1), metricOf('s', 0)]);
  await two.datasets.remove('d');
  await vi.waitFor(() => expect(heard).toHaveLength(7));
  const said = heard.map(({ kind, id }) => `${kind} ${id}`).sort();
  expect(said).toEqual([
    'datasets d',
    'datasets d',
    'experiments e',
    'metrics r',
    'metrics s',
    'runs r',
    'runs s',
  ]);
  expect(other).toEqual([]);
});

test('what was not committed is not announced, nor anything after the end of a subscription', async () => {
  const store = await open('quiet');
  await addOwners(store, { e: 'd' });
  const heard = listen('quiet');
  fillDisk('runs', 0, 'commit');
  await expect(store.runs.put(runOf('r'))).rejects.toMatchObject({ code: 'storageFull' });
  await store.experiments.put(experimentOf('e'));
  await vi.waitFor(() => expect(heard).toEqual([{ kind: 'experiments', id: 'e' }]));
  ends.pop()?.();
  const after = listen('quiet');
  await store.experiments.put(experimentOf('f'));
  await vi.waitFor(() => expect(after).toHaveLength(1));
  expect(heard).toHaveLength(1);
});

import { afterEach, expect, test } from 'vitest';
import type { HostAnswer, ToHost } from '../../core/contract/prediction-api';
import { createRelay, type Site } from './relay';

const base = 'https://somewhere.example/tools/lensmith/';
const never = new AbortController().signal;
const models = { kind: 'models' } as const;
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Windows on real ports; which of them is the host is decided as locks would. */
function origin() {
  const windows: Tab[] = [];
  const waits = new Map<string, () => void>();
  interface Tab {
    heard: ToHost[];
    hellos: number;
    answer(message: ToHost): HostAnswer | null;
    close(): void;
    postMessage(hello: unknown, transfer: MessagePort[]): void;
  }
  let hosts: Tab[] = [];

  function open(name: string, answer: Tab['answer'] = () => named(name)): Tab {
    const tab: Tab = {
      heard: [],
      hellos: 0,
      answer,
      close() {
        windows.splice(windows.indexOf(tab), 1);
        hosts = hosts.filter((one) => one !== tab);
        waits.get(name)?.();
      },
      postMessage(hello, [port]) {
        tab.hellos++;
        expect(hello).toEqual({ type: 'lensmith-api-1', base });
        if (hosts[0] !== tab || !port) return;
        ports.push(port);
        port.onmessage = ({ data }: MessageEvent<ToHost>) => {
          tab.heard.push(data);
          const answer = tab.answer(data);
          if (answer) port.postMessage({ id: data.id, answer });
        };
        port.postMessage({ alive: name });
      },
    };
    windows.push(tab);
    return tab;
  }

  const site: Site = {
    base,
    windows: async () => windows,
    isHosted: async () => hosts.length > 0,
    released: (lock) => new Promise((resolve) => waits.set(lock, resolve)),
  };
  const elect = (...tabs: Tab[]) => {
    hosts = tabs;
  };
  return { site, open, elect };
}

const named = (name: string): HostAnswer => ({ json: { best: name, models: [] } });

test('of all windows the host answers, and is asked for once', async () => {
  const { site, open, elect } = origin();
  const [other, host] = [open('other'), open('host')];
  elect(host);
  const relay = createRelay(site);
  const answers = await Promise.all([
    relay.ask(models, null, never),
    relay.ask(models, null, never),
  ]);
  expect(answers).toEqual([named('host'), named('host')]);
  await expect(relay.ask(models, null, never)).resolves.toEqual(named('host'));
  expect([other.hellos, host.hellos]).toEqual([1, 1]);
  expect(other.heard).toEqual([]);
});

test('a worker that was started anew finds the same host', async () => {
  const { site, open, elect } = origin();
  elect(open('host'));
  await createRelay(site).ask(models, null, never);
  await expect(createRelay(site).ask(models, null, never)).resolves.toEqual(named('host'));
});

test('without a host there is none, and one that comes later is found', async () => {
  const { site, open, elect } = origin();
  const tab = open('tab');
  const relay = createRelay(site);
  await expect(relay.ask(models, null, never)).rejects.toMatchObject({
    code: 'apiPageMissing',
    context: { base },
  });
  elect(tab);
  await expect(relay.ask(models, null, never)).resolves.toEqual(named('tab'));
});

test('a host that closes while it works is followed by the next, with the same request', async () => {
  const { site, open, elect } = origin();
  const first = open('first', () => {
    first.close();
    return null;
  });
  const second = open('second');
  elect(first, second);
  const picture = new Blob([Uint8Array.of(1)]);
  const predict = { kind: 'predict', model: 'best', topK: 3 } as const;
  await expect(createRelay(site).ask(predict, picture, never)).resolves.toEqual(named('second'));
  expect(second.heard).toEqual([{ id: 0, request: predict, picture }]);
});

test('once is enough: the second that closes is the end of it', async () => {
  const { site, open, elect } = origin();
  const closing = (name: string) => {
    const tab = open(name, () => {
      tab.close();
      return null;
    });
    return tab;
  };
  elect(closing('first'), closing('second'), open('third'));
  await expect(createRelay(site).ask(models, null, never)).rejects.toMatchObject({
    code: 'apiPageClosed',
  });
});

test('who no longer waits is forgotten, and the silent host is looked for anew', async () => {
  const { site, open, elect } = origin();
  const host = open('host', (message) =>
    'forget' in message || host.heard.length > 1 ? named('host') : null,
  );
  elect(host);
  const relay = createRelay(site);
  const controller = new AbortController();
  const asked = relay.ask(models, null, controller.signal);
  while (host.heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  controller.abort(new RangeError('too long'));
  await expect(asked).rejects.toThrow('too long');
  await expect(relay.ask(models, null, never)).resolves.toEqual(named('host'));
  expect(host.heard.slice(0, 2)).toEqual([
    { id: 0, request: models, picture: null },
    { id: 0, forget: true },
  ]);
  expect(host.hellos).toBe(2);
});

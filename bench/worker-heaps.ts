import type { CDPSession, Page } from '@playwright/test';

export interface WorkerHeaps {
  /** Bytes of all living workers, nested ones too: JavaScript and array buffers, WASM memory included. */
  sample(): Promise<number>;
}

interface Usage {
  usedSize: number;
  backingStorageSize?: number;
}

/** Follows every worker of a page over the DevTools protocol. */
export async function watchWorkerHeaps(page: Page): Promise<WorkerHeaps> {
  const session: CDPSession = await page.context().newCDPSession(page);
  /** Messages to a worker go wrapped in one to its parent, down from the page. */
  const workers = new Map<string, Target>();
  const send = (method: string, params: object) => session.send(method as never, params as never);
  const top: Send = (method, params) => send(method, params) as Promise<unknown>;

  function attach(parent: Send, sessionId: string): Target {
    let next = 0;
    const waiting = new Map<number, (result: unknown) => void>();
    const target: Target = {
      send(method, params) {
        const id = ++next;
        const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve));
        const message = JSON.stringify({ id, method, params });
        void parent('Target.sendMessageToTarget', { sessionId, message }).catch(() => {});
        return answer;
      },
      receive(text) {
        const message = JSON.parse(text);
        if (message.id) waiting.get(message.id)?.(message.result);
        else handle(target.send, message.method, message.params);
      },
      end() {
        for (const settle of waiting.values()) settle(null);
      },
    };
    workers.set(sessionId, target);
    void target.send('Target.setAutoAttach', autoAttach);
    return target;
  }

  function handle(parent: Send, method: string, params: Record<string, string>): void {
    if (method === 'Target.attachedToTarget') attach(parent, params.sessionId);
    else if (method === 'Target.receivedMessageFromTarget') {
      workers.get(params.sessionId)?.receive(params.message);
    } else if (method === 'Target.detachedFromTarget') {
      workers.get(params.sessionId)?.end();
      workers.delete(params.sessionId);
    }
  }

  for (const event of ['attachedToTarget', 'receivedMessageFromTarget', 'detachedFromTarget']) {
    session.on(`Target.${event}` as never, (params: never) =>
      handle(top, `Target.${event}`, params),
    );
  }
  await send('Target.setAutoAttach', autoAttach);
  return {
    async sample() {
      const usages = await Promise.all(
        [...workers.values()].map((worker) => worker.send('Runtime.getHeapUsage', {})),
      );
      return (usages as (Usage | null)[]).reduce(
        (sum, usage) => sum + (usage?.usedSize ?? 0) + (usage?.backingStorageSize ?? 0),
        0,
      );
    },
  };
}

type Send = (method: string, params: object) => Promise<unknown>;

interface Target {
  send: Send;
  receive(text: string): void;
  end(): void;
}

const autoAttach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };

import * as Comlink from 'comlink';
import { LensmithError } from '../../core/errors';
import type { PictureForms, renderForms } from './forms';

export interface FormsPool {
  /** Pictures that can be under way without one waiting for another's worker. */
  readonly parallel: number;
  /** `renderForms` on one of the workers. Rejects with workerCrashed when one ends. */
  render(blob: Blob): Promise<PictureForms>;
  close(): void;
}

const mostWorkers = 6;
/** Two pictures a worker: the browser decodes one beside the other's resizing. */
const perWorker = 2;

interface Member {
  worker: Worker;
  render: Comlink.Remote<typeof renderForms>;
  underWay: number;
  crashed: Promise<never>;
}

function createMember(): Member {
  const worker = new Worker(new URL('./forms.worker.ts', import.meta.url), {
    type: 'module',
    name: 'imaging',
  });
  const crashed = new Promise<never>((_, reject) => {
    worker.onerror = (event) =>
      reject(new LensmithError('workerCrashed', {}, { cause: event.message }));
  });
  crashed.catch(() => {});
  return { worker, render: Comlink.wrap<typeof renderForms>(worker), underWay: 0, crashed };
}

/** One worker per core. The caller has called `installErrorTransfer`. */
export function createFormsPool(): FormsPool {
  const size = Math.min(navigator.hardwareConcurrency || 1, mostWorkers);
  const members = Array.from({ length: size }, createMember);
  return {
    parallel: size * perWorker,
    async render(blob) {
      const member = members.reduce((idle, next) => (next.underWay < idle.underWay ? next : idle));
      member.underWay += 1;
      try {
        return await Promise.race([member.render(blob), member.crashed]);
      } finally {
        member.underWay -= 1;
      }
    },
    close() {
      for (const { worker } of members) worker.terminate();
    },
  };
}

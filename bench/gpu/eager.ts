import { findPython, type PeerProcess, startPeer } from '../python';

/** PyTorch eager beside us; milliseconds, or null where there is none to ask. */
export interface Eager {
  name: string;
  /** A last-stage AdamW step on cached activations. */
  step(id: string, batch: number): Promise<number | null>;
  /** Pooled features of a batch. */
  trunk(id: string, batch: number): Promise<number | null>;
  end(): void;
}

/** Needs a Python (PYTHON, or python3) with torch, timm and a CUDA device torch sees. */
export async function createEager(): Promise<Eager> {
  const none = (why: string): Eager => ({
    name: `PyTorch eager, CUDA: ${why}`,
    step: async () => null,
    trunk: async () => null,
    end: () => {},
  });
  if (!findPython()) return none('not installed here');
  let peer: PeerProcess;
  let name: string;
  try {
    peer = startPeer('eager_gpu.py', []);
    name = await peer.ask('device');
  } catch {
    return none('could not be started');
  }
  if (name === 'none') {
    peer.end();
    return none('no CUDA device');
  }
  return {
    name,
    step: async (id, batch) => Number(await peer.ask(`step ${id} ${batch}`)),
    trunk: async (id, batch) => Number(await peer.ask(`trunk ${id} ${batch}`)),
    end: () => peer.end(),
  };
}

import type { ExportProgress } from '../../../core/contract/export';
import { createBreath } from '../../engine/breathe';
import { inBlocks } from './blocks';
import { type Handover, writeToTarget } from './destination';

type Bytes = Uint8Array<ArrayBuffer>;
type Report = (progress: ExportProgress) => void;

/** At most ten reports a second. */
const reportMs = 100;

export interface Writing {
  handover: Handover;
  /** What a file picker gave; null: the handover keeps the file. */
  target: FileSystemFileHandle | null;
  signal: AbortSignal;
  onProgress: Report;
}

/** Writes the pieces of one file. Throws as `Handover.write`, `writeToTarget` and the pieces do. */
export async function writeOut(
  /** `bytes`: of the files themselves; null where they are made one after the other. */
  { pieces, bytes }: { pieces: AsyncIterable<Bytes> | Iterable<Bytes>; bytes: number | null },
  { handover, target, signal, onProgress }: Writing,
): Promise<{ bytes: number; file: Blob | null }> {
  const report = seldom(onProgress);
  let written = 0;
  const blocks = watched(inBlocks(pieces), signal, (length) => {
    written += length;
    report({ phase: 'writing', done: written, total: bytes });
  });
  const file = target ? await writeToTarget(target, blocks) : await handover.write(blocks);
  return { bytes: written, file: file ?? null };
}

/** Reports what passes, and lets a cancel in between. */
async function* watched(
  blocks: AsyncIterable<Bytes>,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Bytes, void, undefined> {
  const breath = createBreath();
  for await (const block of blocks) {
    await breath();
    signal.throwIfAborted();
    yield block;
    onBytes(block.length);
  }
}

export function seldom(onProgress: Report): Report {
  let reported = Number.NEGATIVE_INFINITY;
  let phase: ExportProgress['phase'] | null = null;
  return (progress) => {
    const isNews = progress.phase !== phase || progress.done === progress.total;
    if (!isNews && performance.now() - reported < reportMs) return;
    ({ phase } = progress);
    reported = performance.now();
    onProgress(progress);
  };
}

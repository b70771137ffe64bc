import type { BatchRow } from '../../core/contract/trainer';
import type { SkipReason } from '../../core/dataset';
import { Gate, inOrder } from '../ingest/flow';
import { bytesInMemory, type OpenPicture, openPicture, whyRefused } from '../ingest/pictures';
import type { SourceFile } from '../ingest/source';
import type { Item } from './items';

/** Most likely first, and whether it is none of them; null for what could not be decoded. */
export type Answer = Pick<BatchRow, 'predictions' | 'none'> | null;

export interface AnswerOptions {
  /** Answers a few pictures, in their order; several calls may be under way. */
  ask: (pictures: Blob[]) => Promise<Answer[]>;
  /** Pictures in one call. */
  atOnce: number;
  /** Calls that are prepared or under way. */
  calls: number;
  signal: AbortSignal;
}

/** Bytes of files that go together in one call, where one is not more by itself. */
const bytesAtOnce = 16 * 2 ** 20;
/** Pixels being decoded: at 7 bytes each, and three of a call's pictures at a time. */
const pixelsInMemory = 150_000_000;

/**
 * A row for each item, in their order. Files are unpacked as engines want them and let go with
 * their answer: no more than `atOnce * calls` pictures are in memory, however many there are.
 * Throws what `ask` throws, once the rows before it are out.
 */
export async function* answerItems(
  items: readonly Item[],
  { ask, atOnce, calls, signal }: AnswerOptions,
): AsyncGenerator<BatchRow> {
  const bytesGate = new Gate(bytesInMemory);
  const pixelsGate = new Gate(pixelsInMemory);

  async function answer(group: readonly Item[]): Promise<BatchRow[]> {
    signal.throwIfAborted();
    const opened = await Promise.all(group.map(open));
    signal.throwIfAborted();
    const pictures = opened.filter((one) => typeof one === 'object');
    const blobs = pictures.map(({ bytes, type }) => new Blob([bytes], { type }));
    const pixels = pictures.reduce((sum, picture) => sum + picture.pixels, 0);
    const answers = blobs.length > 0 ? await pixelsGate.run(pixels, () => ask(blobs)) : [];
    let next = 0;
    return group.map((item, i) => {
      const found = opened[i]!;
      return rowOf(item, typeof found === 'object' ? (answers[next++] ?? null) : found);
    });
  }

  const groups = inOrder(groupsOf(items, atOnce), calls, (group) =>
    bytesGate.run(bytesOf(group), () => answer(group)),
  );
  for await (const rows of groups) yield* rows;
}

async function open(item: Item): Promise<OpenPicture | SkipReason> {
  if ('reason' in item) return item.reason;
  try {
    return await openPicture(item.file);
  } catch (error) {
    // A file that is gone or locked by now is as unreadable as a damaged one.
    return whyRefused(error) ?? 'undecodable';
  }
}

function rowOf(item: Item, answer: Answer | SkipReason): BatchRow {
  const file = 'reason' in item ? item.file : item.file.path;
  const label = 'reason' in item ? null : item.label;
  if (answer === null || typeof answer === 'string') {
    return { file, predictions: [], none: false, label, error: answer ?? 'undecodable' };
  }
  return { file, ...answer, label, error: null };
}

const sizeOf = (item: Item) => ('reason' in item ? 0 : (item.file as SourceFile).size);
const bytesOf = (group: readonly Item[]) => group.reduce((sum, item) => sum + sizeOf(item), 0);

/** Neighbours that go together in one call; refused files go with those around them. */
function* groupsOf(items: readonly Item[], atOnce: number): Generator<Item[]> {
  let group: Item[] = [];
  for (const item of items) {
    const tooHeavy = group.length > 0 && bytesOf(group) + sizeOf(item) > bytesAtOnce;
    if (group.length >= atOnce || tooHeavy) {
      yield group;
      group = [];
    }
    group.push(item);
  }
  if (group.length > 0) yield group;
}

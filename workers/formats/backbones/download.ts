import { downloadFile } from '@huggingface/hub';
import type { DownloadProgress } from '../../../core/contract/backbones';
import { LensmithError } from '../../../core/errors';
import { sha256 } from '../../../core/sha256';
import { CHUNK_BYTES } from '../../../core/store/schema';
import type { Card } from '../../../model-zoo/card';
import { storeBackbone } from '../../backbones/stored';
import { titleOf } from '../../backbones/title';
import { readModel } from '../import/read-model';
import type { HubContext } from './context';
import { brokenOff, hubFetch } from './hub-fetch';
import { type Found, lookup, weightsFile } from './lookup';
import { Pieces } from './pieces';

type Tell = (progress: DownloadProgress) => void;

/** At most ten reports a second. */
const reportMs = 100;

/** See BackbonesApi.hubDownload. `pieceBytes`: how much is asked for, and kept, at once. */
export async function download(
  context: HubContext,
  name: string,
  signal: AbortSignal,
  onProgress: Tell,
  pieceBytes = CHUNK_BYTES,
): Promise<Card> {
  const tell = paced(onProgress);
  const found = await lookup(context, name, signal);
  const { repo, sha256: hash, bytes, licence } = found.weights;
  const pieces = await Pieces.open(context.store, { repo, sha256: hash }, bytes, pieceBytes);
  await fetchPieces(context, found, pieces, signal, tell);
  tell({ phase: 'checking', done: 0, total: 0 });
  const weights = await pieces.whole();
  if ((await sha256(new Uint8Array(await weights.arrayBuffer()))) !== hash) {
    await pieces.remove();
    throw new LensmithError('hubHash', { file: `${repo}/${weightsFile}` });
  }
  const files = { name: repo, weightsFile, weights, json: configOnly(found) };
  const model = await readModel(files, { as: 'backbone' }, (done, total) => {
    signal.throwIfAborted();
    tell({ phase: 'checking', done, total });
  }).catch(async (error) => {
    // What does not fit will not fit the next time.
    if (!signal.aborted) await pieces.remove();
    throw error;
  });
  tell({ phase: 'storing', done: 0, total: 0 });
  const { architecture, preprocessing } = model.network;
  const weightsName = repo.split('/')[1]!;
  const card = await storeBackbone(context.store, {
    ...{ name: weightsName, architecture, preprocessing },
    title: titleOf(architecture, weightsName),
    parameters: model.values,
    source: repo,
    licence,
  });
  await pieces.remove();
  return card;
}

/** Piece after piece; a broken connection is tried again as long as every try brings a piece. */
async function fetchPieces(
  { hubUrl }: HubContext,
  { file: downloadInfo, weights: { repo, revision, bytes } }: Found,
  pieces: Pieces,
  signal: AbortSignal,
  tell: Tell,
): Promise<void> {
  let done = 0;
  const report = (more: number) => tell({ phase: 'downloading', done: done + more, total: bytes });
  let arriving = 0;
  const onBytes = (count: number) => {
    arriving += count;
    report(Math.min(arriving, bytes - done));
  };
  const fetch = hubFetch({ repo, signal, onBytes });
  const file = await downloadFile({
    ...{ repo, revision, hubUrl, fetch, path: weightsFile, downloadInfo, xet: false },
  });
  let sinceFailure = 0;
  for (let piece = 0; piece < pieces.count; ) {
    const [from, to] = pieces.range(piece);
    try {
      if (!pieces.has(piece)) {
        signal.throwIfAborted();
        arriving = 0;
        report(0);
        const data = new Uint8Array(await file!.slice(from, to).arrayBuffer());
        if (data.length !== to - from) throw shorter(data.length, to - from);
        await pieces.put(piece, data);
        sinceFailure++;
      }
      done += to - from;
      piece++;
    } catch (cause) {
      const error = brokenOff(cause, signal);
      const again = error instanceof LensmithError && error.code === 'hubOffline';
      if (!again || sinceFailure === 0) throw error;
      sinceFailure = 0;
    }
  }
  report(0);
}

/** Less: the connection ended early. More: the server does not know ranges. */
function shorter(got: number, wanted: number): LensmithError {
  if (got < wanted) return new LensmithError('hubOffline');
  return new LensmithError('hubFailed', { reason: 'it sends whole files only' });
}

/** The Hub's config.json describes the weights; what the file itself says goes first, as in an import. */
function configOnly({ config }: Found) {
  return async (file: string) => (file === 'config.json' ? config : null);
}

function paced(onProgress: Tell): Tell {
  let last = '';
  let at = 0;
  return (progress) => {
    const now = performance.now();
    if (progress.phase === last && progress.done < progress.total && now - at < reportMs) return;
    last = progress.phase;
    at = now;
    onProgress(progress);
  };
}

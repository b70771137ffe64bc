import { LensmithError } from '../../../core/errors';

/** What the Hub's own client is given for `fetch`: it can be stopped, counted, and fails in our words. */
export interface HubFetch {
  /** In errors. */
  repo: string;
  signal?: AbortSignal;
  /** Of a response's body, as they arrive. */
  onBytes?: (bytes: number) => void;
}

/**
 * Rejects with hubOffline, hubNoRepository, hubNotFound, hubDenied, hubFailed and the signal's reason. The Hub names
 * the fault in a header: a repository that does not exist answers 401 to whoever has no token.
 */
export function hubFetch({ repo, signal, onBytes }: HubFetch): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, signal }).catch((cause) => {
      throw brokenOff(cause, signal);
    });
    if (!response.ok) throw refusal(response, repo);
    if (!onBytes || !response.body) return response;
    return counted(response, onBytes, signal).catch((cause) => {
      throw brokenOff(cause, signal);
    });
  };
}

/** A connection that could not be made or did not last. */
export function brokenOff(cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (cause instanceof LensmithError) return cause;
  return new LensmithError('hubOffline', {}, { cause });
}

function refusal({ status, headers, url }: Response, repo: string): LensmithError {
  const named = headers.get('X-Error-Code');
  if (named === 'GatedRepo') return new LensmithError('hubDenied', { repo });
  if (status === 404 || named?.endsWith('NotFound')) {
    const [, file] = new URL(url).pathname.split(/\/resolve\/[^/]+\//);
    return file !== undefined && named !== 'RepoNotFound'
      ? new LensmithError('hubNotFound', { repo, file })
      : new LensmithError('hubNoRepository', { repo });
  }
  if (status === 401 || status === 403) return new LensmithError('hubDenied', { repo });
  return new LensmithError('hubFailed', { reason: `HTTP ${status}` });
}

/** The response again, once it is here: whoever counts asks for pieces that fit the memory. */
async function counted(
  response: Response,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Response> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    onBytes(value.length);
    signal?.throwIfAborted();
    parts.push(value);
  }
  const { status, statusText, headers } = response;
  return new Response(new Blob(parts), { status, statusText, headers });
}

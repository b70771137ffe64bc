import { LensmithError } from '../../core/errors';
import { patienceSeconds } from '../../core/prediction-api/limits';
import { readRequest } from '../../core/prediction-api/routes';
import { readPicture } from './body';
import type { Relay } from './relay';
import { refuse, respond } from './responses';

export interface ApiParts {
  /** URL of the folder that the app is served from; the API is below `api/` in it. */
  base: string;
  relay: Relay;
  /** The OpenAPI document, as kept for offline use. */
  openapi(): Promise<Response>;
}

/** Answers what is asked below `<base>api/`; null for every other request. */
export function createApi(parts: ApiParts): (request: Request) => Promise<Response> | null {
  const root = new URL('api', parts.base).href;
  return (request) => {
    const url = new URL(request.url);
    const address = url.origin + url.pathname;
    if (!address.startsWith(`${root}/`)) return null;
    return answer(parts, request, address.slice(root.length), url.searchParams)
      .catch(refuse)
      .then((response) => (request.method === 'HEAD' ? new Response(null, response) : response));
  };
}

async function answer(
  { relay, openapi }: ApiParts,
  request: Request,
  path: string,
  query: URLSearchParams,
): Promise<Response> {
  const asked = readRequest(request.method, path, query);
  if (asked.kind === 'openapi') return openapi();
  const picture = asked.kind === 'models' ? null : await readPicture(request);
  const timeout = AbortSignal.timeout(patienceSeconds * 1000);
  try {
    const signal = AbortSignal.any([timeout, request.signal]);
    return respond(await relay.ask(asked, picture, signal));
  } catch (error) {
    if (timeout.aborted) throw new LensmithError('apiTimeout', { seconds: patienceSeconds });
    throw error;
  }
}

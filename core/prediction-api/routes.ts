import { LensmithError } from '../errors';
import { type SaliencyMethod, saliencyMethods } from '../saliency/methods';
import { type Query, readChoice, readFlag, readTopK } from './query';

/** What a request asks for; `model` is a run's id or `best`. */
export type ApiRequest =
  | { kind: 'openapi' }
  | { kind: 'models' }
  | { kind: 'predict'; model: string; topK: number }
  | {
      kind: 'explain';
      model: string;
      /** A label or an index into the model's classes; null for the most likely class. */
      wanted: string | null;
      method: SaliencyMethod;
      /** Whether the map comes over the picture, or alone. */
      overlay: boolean;
    };

export interface ApiRoute {
  /** Below `<base>api`, in OpenAPI's notation. */
  path: string;
  method: 'GET' | 'POST';
  read(model: string, query: Query): ApiRequest;
}

export const routes: readonly ApiRoute[] = [
  { path: '/openapi.json', method: 'GET', read: () => ({ kind: 'openapi' }) },
  { path: '/cv/models', method: 'GET', read: () => ({ kind: 'models' }) },
  {
    path: '/cv/predict/{model}',
    method: 'POST',
    read: (model, query) => ({ kind: 'predict', model, topK: readTopK(query) }),
  },
  {
    path: '/cv/explain/{model}',
    method: 'POST',
    read: (model, query) => ({
      kind: 'explain',
      model,
      wanted: query.get('class'),
      method: readChoice(query, 'method', saliencyMethods),
      overlay: readFlag(query, 'overlay', true),
    }),
  },
];

/**
 * `path` is what follows `<base>api`, percent-encoded, as in a URL. A HEAD is read as the GET it stands for.
 * Throws apiPathUnknown, apiMethodWrong and badOption.
 */
export function readRequest(method: string, path: string, query: Query): ApiRequest {
  for (const route of routes) {
    const model = matchPath(route.path, path);
    if (model === null) continue;
    const allowed = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method];
    if (!allowed.includes(method)) {
      const context = { path: `api${path}`, method, allowed: allowed.join(', ') };
      throw new LensmithError('apiMethodWrong', context);
    }
    return route.read(model, query);
  }
  throw new LensmithError('apiPathUnknown', { path: `api${path}` });
}

/** What stands in the place of `{model}`, empty for a pattern without; null where they differ. */
function matchPath(pattern: string, path: string): string | null {
  const [before, after] = pattern.split('{model}') as [string, string?];
  if (after === undefined) return path === pattern ? '' : null;
  if (!path.startsWith(before)) return null;
  const model = path.slice(before.length);
  if (model === '' || model.includes('/')) return null;
  try {
    return decodeURIComponent(model);
  } catch {
    return null;
  }
}

import { LensmithError } from '../errors';

/** What IndexedDB threw, as an error a person can act on. */
export function storeFault(error: unknown): LensmithError {
  if (error instanceof LensmithError) return error;
  const options = { cause: error };
  const name = error instanceof Error ? error.name : '';
  // Chromium and Safari report a full disk or quota on commit, Firefox already on the request.
  if (name === 'QuotaExceededError') return new LensmithError('storageFull', {}, options);
  // The database is of a later version than this code, which is then the old one.
  if (name === 'VersionError') return new LensmithError('storeOutdated', {}, options);
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new LensmithError('internal', { detail }, options);
}

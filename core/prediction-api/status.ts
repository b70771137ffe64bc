import type { ErrorCode } from '../error-texts';

const statuses: Partial<Record<ErrorCode, number>> = {
  badOption: 400,
  apiPictureMissing: 400,
  apiPathUnknown: 404,
  unknownRun: 404,
  apiMethodWrong: 405,
  apiBodyTooLarge: 413,
  pictureTooLarge: 413,
  notAPicture: 415,
  apiBusy: 429,
  apiPageMissing: 503,
  apiPageClosed: 503,
  // The page is there, but must be helped before it can answer.
  storeOutdated: 503,
  storeBlocked: 503,
  storageUnavailable: 503,
  weightsUnavailable: 503,
  outOfMemory: 503,
  apiTimeout: 504,
};

/** The HTTP status that says what an error's code says: 500 for a fault nobody foresaw. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 500;
}

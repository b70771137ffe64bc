/** What a request's body may hold, in bytes: more than a 100-megapixel JPEG needs. */
export const mostBodyBytes = 64 * 2 ** 20;
export const defaultTopK = 3;
export const mostTopK = 1000;
/** How long an answer may take once the picture is read. */
export const patienceSeconds = 120;
/** Pictures that may wait at the page besides those being answered. */
export const mostWaiting = 16;

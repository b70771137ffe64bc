/**
 * Makes a request per item and waits for all. A request that throws at once (a full disk, a value
 * that cannot be cloned) rejects like any other, so that none of the others is left unwatched.
 */
export async function requestAll<T>(
  items: Iterable<T>,
  request: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
  await Promise.all(Array.from(items, async (item, index) => request(item, index)));
}

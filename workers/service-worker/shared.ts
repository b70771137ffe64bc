import { sharedFilesCache } from '../../core/kept-files';

/**
 * Answers the share target's form (see the manifest): keeps its files for the page and opens it, which
 * says so where they could not be kept. Null for any other request.
 */
export function createShareTarget(base: string): (request: Request) => Promise<Response> | null {
  const target = new URL('share', base).href;
  return (request) => {
    if (request.method !== 'POST' || request.url !== target) return null;
    return take(request, base).then(
      () => open('#/predict'),
      () => open('#/predict?shared=failed'),
    );
  };

  function open(hash: string): Response {
    return Response.redirect(new URL(hash, base).href, 303);
  }
}

/** Throws where the form cannot be read, or the storage is full: then none of its files stays. */
async function take(request: Request, base: string): Promise<void> {
  const form = await request.formData();
  const files = form.getAll('files').filter((one): one is File => one instanceof File);
  const cache = await caches.open(sharedFilesCache);
  // The id keeps two shares apart that come before the page has taken the first.
  const id = crypto.randomUUID();
  const urls = files.map(
    ({ name }, index) => new URL(`shared/${id}-${index}/${encodeURIComponent(name)}`, base).href,
  );
  const puts = files.map((file, index) =>
    cache.put(urls[index]!, new Response(file, { headers: { 'content-type': file.type } })),
  );
  const ends = await Promise.allSettled(puts);
  const failed = ends.find(({ status }) => status === 'rejected');
  if (!failed) return;
  await Promise.all(urls.map((url) => cache.delete(url)));
  throw (failed as PromiseRejectedResult).reason;
}

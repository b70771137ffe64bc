import { sharedFilesCache } from '../../core/kept-files';

/**
 * Answers the share target's form (see the manifest): keeps its files for the page and opens it.
 * Null for any other request.
 */
export function createShareTarget(base: string): (request: Request) => Promise<Response> | null {
  const target = new URL('share', base).href;
  return (request) => {
    if (request.method !== 'POST' || request.url !== target) return null;
    return take(request, base);
  };
}

async function take(request: Request, base: string): Promise<Response> {
  const form = await request.formData();
  const files = form.getAll('files').filter((one): one is File => one instanceof File);
  const cache = await caches.open(sharedFilesCache);
  await Promise.all(
    files.map((file) =>
      // The id keeps two shares apart that come before the page has taken the first.
      cache.put(
        new URL(`shared/${crypto.randomUUID()}/${encodeURIComponent(file.name)}`, base),
        new Response(file, { headers: { 'content-type': file.type } }),
      ),
    ),
  );
  return Response.redirect(new URL('#/predict', base).href, 303);
}

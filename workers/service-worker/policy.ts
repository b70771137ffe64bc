import type { WorkboxPlugin } from 'workbox-core';
import { contentSecurityPolicy } from '../../core/content-security-policy';

const header = 'content-security-policy';

/**
 * Workers take their policy from the headers of their own script, which many static hosts do not
 * let one choose: what the service worker answers carries it everywhere.
 */
export const workerPolicy: WorkboxPlugin = {
  async handlerWillRespond({ request, response }) {
    if (request.destination !== 'worker' || response.headers.has(header)) return response;
    const headers = new Headers(response.headers);
    headers.set(header, contentSecurityPolicy);
    return new Response(response.body, { status: response.status, headers });
  },
};

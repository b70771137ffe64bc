import type { BrowserContext } from '@playwright/test';
import type { HubHost } from './hub-host';

const contentStore = 'https://cas-server.xethub.hf.co';

/** Sends what the browser asks of the Hub's hosts, its workers included, to the stand-in. */
export async function routeHub(context: BrowserContext, hub: HubHost): Promise<void> {
  hub.casUrl = contentStore;
  await context.route(
    /^https:\/\/(huggingface\.co|cas-server\.xethub\.hf\.co)\//,
    async (route) => {
      const request = route.request();
      const { pathname, search } = new URL(request.url());
      try {
        const response = await route.fetch({
          url: `${hub.url}${pathname}${search}`,
          maxRetries: 0,
        });
        await route.fulfill({ response });
      } catch {
        // The stand-in has closed the connection.
        await route.abort('connectionreset').catch(() => {});
      }
    },
  );
}

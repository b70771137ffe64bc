import type { BrowserContext } from '@playwright/test';
import type { HubHost } from './hub-host';

/** Sends what the browser asks of huggingface.co, its workers included, to the stand-in. */
export async function routeHub(context: BrowserContext, hub: HubHost): Promise<void> {
  await context.route('https://huggingface.co/**', async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    try {
      const response = await route.fetch({ url: `${hub.url}${pathname}${search}`, maxRetries: 0 });
      await route.fulfill({ response });
    } catch {
      // The stand-in has closed the connection.
      await route.abort('connectionreset').catch(() => {});
    }
  });
}

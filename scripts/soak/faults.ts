import type { Page } from '@playwright/test';
import type { Fault, Round } from './schedule';
import type { Site } from './site';

/** Whether the page is gone with it. */
export const kills = (fault: Fault): boolean => fault === 'crash' || fault === 'close';

/** Lets the fault happen; what it says wrongly is added to `problems`. `end` takes it back. */
export async function strike(
  site: Site,
  { fault, phase, moment }: Round,
  problems: string[],
): Promise<{ end(): Promise<void> }> {
  const { page, context } = site;
  const expectText = async (where: Page, text: string) => {
    const there = await where
      .getByText(text)
      .first()
      .waitFor({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      );
    const { done } = await page.evaluate(
      () => (window as never as { work: { done: boolean } }).work,
    );
    // Work that is over needs no word.
    if (!there && !done) problems.push(`nobody is told: ${text}`);
  };
  const nothing = { async end() {} };
  const cdp = await context.newCDPSession(page);

  switch (fault) {
    case 'crash': {
      const gone = page.waitForEvent('crash');
      // It never answers.
      cdp.send('Page.crash').catch(() => {});
      await gone;
      await page.close();
      site.page = await site.open('');
      return nothing;
    }
    case 'close':
      await page.close({ runBeforeUnload: false });
      site.page = await site.open('');
      return nothing;
    case 'quota': {
      const origin = new URL(site.host.url).origin;
      const { usage } = await cdp.send('Storage.getUsageAndQuota', { origin });
      // Of the large archive's pictures at most the half fits.
      const quotaSize = Math.ceil(usage + moment * 6e6);
      await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
      return { end: () => cdp.send('Storage.overrideQuotaForOrigin', { origin }).then(() => {}) };
    }
    case 'second tab': {
      const other = await site.open('#/train');
      if (phase === 'training') await expectText(other, 'Training runs in another tab');
      return { end: () => other.close() };
    }
    case 'frozen':
      await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
      await new Promise((done) => setTimeout(done, 2_000));
      await cdp.send('Page.setWebLifecycleState', { state: 'active' });
      return nothing;
    case 'offline':
      await context.setOffline(true);
      return { end: () => context.setOffline(false) };
    case 'update': {
      site.publish();
      await page.evaluate(async () => {
        Object.assign(window, { alive: true });
        await (await navigator.serviceWorker.ready).update();
      });
      await expectText(page, 'A new version is ready');
      return {
        async end() {
          const alive = await page.evaluate(() => 'alive' in window);
          if (!alive) problems.push('the update has reloaded the page');
          const loaded = page.waitForEvent('load');
          await page.getByRole('button', { name: 'Use it now' }).click();
          await loaded;
          await page.evaluate(() => window.lensmith.ready);
        },
      };
    }
    case 'gpu': {
      const browser = await site.browser.newBrowserCDPSession();
      await browser.send('Browser.crashGpuProcess');
      return nothing;
    }
  }
}

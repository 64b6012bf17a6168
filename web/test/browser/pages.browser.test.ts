import type { BrowserContext } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectNoSidewaysScroll, openContext, openPageIn, signIn, violations, visit, type WatchedPage } from './browser.ts';
import { pages } from './pages.ts';
import { describeInBrowser } from './set-up.ts';

describeInBrowser('every page in every state', (here) => {
  /** One context for each reader, so that scripts and styles are loaded once. */
  const contexts = new Map<string | undefined, Promise<BrowserContext>>();
  const contextFor = async (as: string | undefined): Promise<BrowserContext> => {
    const context = await openContext(here.browser, here.site.url, { colorScheme: 'light' });
    if (as === undefined) return context;
    const { page, close } = await openPageIn(context, here.site.url);
    await signIn(page, as);
    await close();
    return context;
  };
  const open = async (as: string | undefined): Promise<WatchedPage> => {
    const context = contexts.get(as) ?? contextFor(as);
    contexts.set(as, context);
    return openPageIn(await context, here.site.url);
  };

  describe.concurrent.each(pages)('$name', ({ path, as, status = 200, shows }) => {
    it('shows its state without JavaScript and with it, in both themes and at every width, and axe finds nothing', async () => {
      const { page, context, misdeeds, close } = await open(as);
      const [html, answered] = await Promise.all([context.request.get(path).then((answer) => answer.text()), visit(page, path)]);
      expect(answered).toBe(status);
      expect(await page.locator('body').innerText()).toContain(shows);
      expect(await page.locator('h1').count()).toBe(1);

      // Without JavaScript a reader gets exactly these bytes.
      expect(/<meta name="description" content="([^"]*)"/.exec(html)?.[1]).toMatch(/\S.{15,}/);
      expect(textOf(html)).toContain(shows);
      expect(textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '')).toBe((await page.locator('h1').innerText()).replaceAll('\n', '').trim());

      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), colorScheme).toEqual([]);
      }

      // A small phone, and 1280 pixels at twice the size.
      for (const [width, height] of [
        [320, 640],
        [640, 450],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expectNoSidewaysScroll(page);
      }

      // A page that is not found says so in the console by itself.
      expect(misdeeds.filter((misdeed) => status !== 404 || !misdeed.includes('status of 404'))).toEqual([]);
      await close();
    });
  });

  it('answers what is private and what does not exist alike, but for the nonce', async () => {
    const bodyOf = async (path: string): Promise<string> =>
      (await (await fetch(here.site.url + path)).text()).replaceAll(/nonce="[^"]*"|nonce\\":\\"[^"]*\\"/g, '').replaceAll(/secret|nothing/g, '');
    expect(await bodyOf('/@ada/secret')).toBe(await bodyOf('/@ada/nothing'));
  });

  it('never lets a page be stored by others, and keeps the pages of the signed-out for going back', async () => {
    const signedOut = await fetch(`${here.site.url}/@acme/auth`);
    expect(signedOut.headers.get('cache-control')).toBe('private, no-cache');
    expect(signedOut.headers.get('x-powered-by')).toBeNull();
    expect(signedOut.headers.get('content-security-policy')).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
  });
});

/** What a page says, without its markup. */
function textOf(html: string): string {
  const entities: Record<string, string> = { '&#x27;': "'", '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return html
    .replaceAll(/<script[\s\S]*?<\/script>|<!--[\s\S]*?-->|<[^>]*>/g, '')
    .replaceAll(/&(?:#x27|quot|lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    .trim();
}

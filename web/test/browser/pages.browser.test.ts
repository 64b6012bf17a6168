import type { BrowserContext } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoSidewaysScroll, openContext, openPageIn, signIn, violations, visit, type WatchedPage } from './browser.ts';
import { type KnownPage, pages } from './pages.ts';
import { describeInBrowser } from './set-up.ts';

describeInBrowser('every page in every state', (here) => {
  /** One context for each reader and theme, so that scripts and styles are loaded once. */
  const contexts = new Map<string, Promise<BrowserContext>>();
  const contextFor = async ({ as }: KnownPage, colorScheme: 'light' | 'dark'): Promise<BrowserContext> => {
    const context = await openContext(here.browser, here.site.url, { colorScheme });
    if (as === undefined) return context;
    const { page, close } = await openPageIn(context, here.site.url);
    await signIn(page, as);
    await close();
    return context;
  };
  const open = async (known: KnownPage, colorScheme: 'light' | 'dark' = 'light'): Promise<WatchedPage> => {
    const key = `${known.as} ${colorScheme}`;
    const context = contexts.get(key) ?? contextFor(known, colorScheme);
    contexts.set(key, context);
    return openPageIn(await context, here.site.url);
  };
  /** A page that is not found says so in the console by itself. */
  const unexpected = (misdeeds: readonly string[], status: number): readonly string[] =>
    misdeeds.filter((misdeed) => status !== 404 || !misdeed.includes('status of 404'));

  for (const known of pages) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`${known.name}, ${colorScheme}: shows its state, and axe finds nothing`, async () => {
        const { page, misdeeds, close } = await open(known, colorScheme);
        expect(await visit(page, known.path)).toBe(known.status ?? 200);
        expect(await page.locator('body').innerText()).toContain(known.shows);
        expect(await violations(page)).toEqual([]);
        expect(unexpected(misdeeds, known.status ?? 200)).toEqual([]);
        expect(await page.locator('h1').count()).toBe(1);
        await close();
      });
    }

    it(`${known.name}: fits a small phone and twice the size, and its first bytes say it all`, async () => {
      const { page, context, close } = await open(known);
      await page.setViewportSize({ width: 320, height: 640 });
      await visit(page, known.path);
      await expectNoSidewaysScroll(page);
      // 1280 pixels at twice the size.
      await page.setViewportSize({ width: 640, height: 450 });
      await expectNoSidewaysScroll(page);
      // Without JavaScript a reader gets exactly this.
      const html = await (await context.request.get(known.path)).text();
      expect(/<meta name="description" content="([^"]*)"/.exec(html)?.[1]).toMatch(/\S.{15,}/);
      expect(textOf(html)).toContain(known.shows);
      expect(textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '')).toBe((await page.locator('h1').innerText()).replaceAll('\n', '').trim());
      await close();
    });
  }

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

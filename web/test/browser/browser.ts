import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { fakePassword } from '../fake-registry/accounts.ts';

export const startBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** A page that keeps account of everything a well-behaved page does not do. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, uncaught errors, reports of the content security policy, and requests to other hosts. */
  readonly misdeeds: string[];
  readonly close: () => Promise<void>;
}

/** Opens a page in a context of its own, which goes when the page does. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await openContext(browser, url, options);
  return { ...(await openPageIn(context, url)), close: () => context.close() };
}

/** A browser profile: cookies, cache, and how the reader likes pages. */
export async function openContext(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`CSP: ${violatedDirective} blocked ${blockedURI}`),
    ),
  );
  return context;
}

/** Opens one more page in a context. */
export async function openPageIn(context: BrowserContext, url: string): Promise<WatchedPage> {
  const misdeeds: string[] = [];
  const refused: string[] = [];
  const { host } = new URL(url);
  const page = await context.newPage();
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== 'data:' && asked.protocol !== 'blob:' && asked.host !== host) misdeeds.push(`request to ${asked.host}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') misdeeds.push(`console: ${message.text()} ${message.text().startsWith('Failed to load') ? (refused.at(-1) ?? '') : ''}`);
  });
  page.on('pageerror', (error) => misdeeds.push(`uncaught: ${error.message}`));
  return { page, context, misdeeds, close: () => page.close() };
}

/** Goes to a path and waits until the page listens to keys. */
export async function visit(page: Page, path: string): Promise<number> {
  const response = await page.goto(path);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return response?.status() ?? 0;
}

/** Signs a context in through the form. */
export async function signIn(page: Page, handle: string): Promise<void> {
  await visit(page, '/login');
  await page.getByLabel('Handle or e-mail').fill(handle);
  await page.getByLabel('Password').fill(fakePassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: `@${handle}`, exact: true }).waitFor();
}

/** Every violation axe finds, as one line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  const result = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Fails where the page can be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [wanted, available] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(wanted, `${page.url()} is wider than the window`).toBeLessThanOrEqual(available ?? 0);
}

import { expect, it } from 'vitest';
import { advisories } from '../fake-registry/world.ts';
import { openPage, signIn, violations, visit } from './browser.ts';
import { type Site, startSite } from './site.ts';
import { describeInBrowser } from './set-up.ts';

describeInBrowser(
  'the live page',
  (here) => {
    let site: Site;

    /** A fresh world for each test: a job runs only once. */
    const withSite = async (run: () => Promise<void>): Promise<void> => {
      site = await startSite();
      try {
        await run();
      } finally {
        await site.stop();
      }
    };
    const path = '/@ada/fresh/live?version=1.0.0';
    const scan = (state: Parameters<Site['registry']['setScan']>[2]): void => site.registry.setScan('@ada/fresh', '1.0.0', state);
    const index = (state: Parameters<Site['registry']['setIndex']>[2]): void => site.registry.setIndex('@ada/fresh', '1.0.0', state);

    it('follows a version from its signature to its score, step by step, and ends', () =>
      withSite(async () => {
        const { page, misdeeds, close } = await openPage(here.browser, site.url);
        await signIn(page, 'ada');
        await visit(page, path);
        await page.locator('[data-connection=live]').waitFor();
        await page.getByText('Waiting for a signature').waitFor();
        scan({ stage: 'SIGNATURE', status: 'RUNNING', percent: 5 });
        await page.locator('[data-step=SIGNATURE][data-state=running]').waitFor();
        scan({ stage: 'MALWARE', status: 'RUNNING', percent: 20 });
        await page.locator('[data-step=MALWARE][data-state=running]').waitFor();
        expect(await page.locator('[data-step=SIGNATURE]').innerText()).toMatch(/\d\.\d s/);
        expect(await violations(page)).toEqual([]);
        scan({ stage: 'SBOM', status: 'RUNNING', percent: 50 });
        index({ status: 'RUNNING', percent: 50 });
        await page.getByRole('status').getByText('Step 4 of 6: Bill of materials').waitFor();
        index({ status: 'DONE', percent: 100 });
        await page.locator('[data-step=INDEX][data-state=done]').waitFor();
        scan({ stage: 'ADVISORIES', status: 'RUNNING', percent: 70, found: advisories.slice(0, 1) });
        await page.getByText('Prototype pollution in lodash').waitFor();
        scan({ stage: 'SCORE', status: 'FINDINGS', percent: 100, found: advisories, score: 27 });
        await page.getByText('Published; 3 findings').waitFor();
        await page.locator('[data-connection=done]').waitFor();
        expect(await page.getByText('Prototype pollution in lodash').count()).toBe(1);
        await page.getByRole('link', { name: 'See what was found and what fixes it' }).click();
        await page.waitForURL('**/@ada/fresh/security?version=1.0.0');
        expect(misdeeds).toEqual([]);
        await close();
      }));

    it('waits for a version that is not pushed yet, where one may push it, and follows it then', () =>
      withSite(async () => {
        const { page, misdeeds, close } = await openPage(here.browser, site.url);
        await signIn(page, 'ada');
        await visit(page, '/@ada/next/live?version=1.0.0');
        await page.getByText('Nothing was pushed under this version yet.').waitFor();
        site.registry.push('@ada/next');
        await page.locator('[data-connection=live]').waitFor();
        site.registry.setScan('@ada/next', '1.0.0', { stage: 'MALWARE', status: 'RUNNING', percent: 20 });
        await page.locator('[data-step=MALWARE][data-state=running]').waitFor();
        expect(misdeeds).toEqual([]);
        await close();
      }));

    it('says of every finished step when it ended, or by when', () =>
      withSite(async () => {
        const { page, close } = await openPage(here.browser, site.url);
        await visit(page, '/@ada/done/live?version=1.0.0');
        for (const step of ['SIGNATURE', 'MALWARE', 'PUBLISH', 'SBOM', 'ADVISORIES', 'SCORE'])
          expect(await page.locator(`[data-step=${step}]`).innerText()).toMatch(/\d\d:\d\d:\d\d UTC/);
        await close();
      }));

    it('loads the socket only while a job runs', () =>
      withSite(async () => {
        const { page, close } = await openPage(here.browser, site.url);
        const sockets: string[] = [];
        page.on('websocket', (socket) => sockets.push(socket.url()));
        await visit(page, '/@ada/done/live?version=1.0.0');
        await page.locator('[data-connection=done]').waitFor();
        await page.waitForTimeout(300);
        expect(sockets).toEqual([]);
        await close();
      }));

    it('comes back by itself after the registry was away, with a fresh ticket, and polls meanwhile', () =>
      withSite(async () => {
        const { page, close } = await openPage(here.browser, site.url);
        await signIn(page, 'ada');
        await visit(page, path);
        await page.locator('[data-connection=live]').waitFor();
        const tickets = (): number => site.registry.operations.filter((operation) => operation === 'CreateSocketTicket').length;
        const before = tickets();
        site.registry.setDown(true);
        await page.locator('[data-connection=reconnecting]').waitFor();
        await page.getByText(/as of \d+ s ago/).waitFor();
        await page.locator('[data-connection=polling]').waitFor();
        scan({ stage: 'MALWARE', status: 'RUNNING', percent: 20 });
        site.registry.setDown(false);
        await page.locator('[data-connection=live]').waitFor({ timeout: 30_000 });
        await page.locator('[data-step=MALWARE][data-state=running]').waitFor();
        expect(tickets()).toBeGreaterThan(before);
        await close();
      }));

    it('says why a version was refused, and does not wait for more', () =>
      withSite(async () => {
        const { page, close } = await openPage(here.browser, site.url);
        await signIn(page, 'ada');
        await visit(page, path);
        await page.locator('[data-connection=live]').waitFor();
        scan({ stage: 'MALWARE', status: 'MALICIOUS', percent: 30 });
        await page.getByText('Refused as malicious').waitFor();
        await page.locator('[data-connection=done]').waitFor();
        await page.locator('[data-step=INDEX][data-state=waiting]').waitFor();
        await close();
      }));

    it('gives the state to those who poll, and nothing to those who may not see it', () =>
      withSite(async () => {
        const done = await fetch(`${site.url}/@ada/done/live/state?version=1.0.0`);
        expect(done.headers.get('cache-control')).toBe('private, no-store');
        expect(await done.json()).toMatchObject({ name: '@ada/done', version: '1.0.0', scan: { status: 'FINDINGS', sequence: 9 }, index: { status: 'DONE' } });
        const hidden = await fetch(`${site.url}/@ada/fresh/live/state?version=1.0.0`);
        const missing = await fetch(`${site.url}/@ada/none/live/state?version=1.0.0`);
        expect([hidden.status, missing.status]).toEqual([404, 404]);
        expect(await hidden.text()).toBe(await missing.text());
        const [awaitedByNobody, awaitedByStranger] = await Promise.all([
          fetch(`${site.url}/@ada/next/live/state?version=1.0.0`),
          openPage(here.browser, site.url).then(async ({ page, context, close }) => {
            await signIn(page, 'grace');
            const answer = await context.request.get('/@ada/next/live/state?version=1.0.0');
            const told = { status: answer.status(), text: await answer.text() };
            await close();
            return told;
          }),
        ]);
        expect(awaitedByStranger).toEqual({ status: awaitedByNobody.status, text: await awaitedByNobody.text() });
        expect(awaitedByStranger.status).toBe(404);
      }));

    it('shows the present state to readers without JavaScript', () =>
      withSite(async () => {
        scan({ stage: 'ADVISORIES', status: 'RUNNING', percent: 60, found: advisories.slice(0, 2) });
        const { page, close } = await openPage(here.browser, site.url, { javaScriptEnabled: false });
        await page.goto(path);
        await page.getByText('Step 5 of 6: Comparison with known advisories').waitFor();
        expect(await page.locator('[data-step=PUBLISH]').getAttribute('data-state')).toBe('done');
        await page.getByRole('link', { name: 'Look again' }).waitFor();
        await close();
      }));
  },
  { hasSite: false },
);

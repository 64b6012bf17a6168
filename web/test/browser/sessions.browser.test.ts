import { expect, it } from 'vitest';
import { openPage, signIn } from './browser.ts';
import { describeInBrowser } from './set-up.ts';

describeInBrowser('sessions', (here) => {
  const cookieOf = async (handle: string): Promise<string> => {
    const { page, context, close } = await openPage(here.browser, here.site.url);
    await signIn(page, handle);
    const cookie = (await context.cookies()).find(({ name }) => name === 'gati-session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    await close();
    return `gati-session=${cookie?.value}`;
  };
  const sessionCookieIn = (response: Response): string | undefined => response.headers.getSetCookie().find((cookie) => cookie.startsWith('gati-session='));

  it('spends a refresh token once for 20 requests at the same time, and raises no alarm of reuse', async () => {
    here.site.registry.settings.accessLifetimeMs = 30_000;
    const cookie = await cookieOf('ada');
    here.site.registry.settings.accessLifetimeMs = 15 * 60_000;
    // The browser that signed in may have renewed the session already, in the very request that showed the next page.
    const before = here.asks('RefreshSession');
    const responses = await Promise.all(Array.from({ length: 20 }, () => fetch(`${here.site.url}/account`, { headers: { cookie }, redirect: 'manual' })));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(here.asks('RefreshSession') - before).toBeLessThanOrEqual(1);
    expect(here.asks('RefreshSession')).toBeGreaterThanOrEqual(1);
    expect(here.site.registry.accounts.reuseAlarms()).toBe(0);
    const renewed = new Set(responses.map((response) => sessionCookieIn(response) === undefined));
    expect([...renewed]).toEqual([false]);
    // A request that left with the old cookie a moment later gets the same successor.
    expect((await fetch(`${here.site.url}/account`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200);
    expect(here.asks('RefreshSession') - before).toBeLessThanOrEqual(1);
  });

  it('forgets a session that the registry has ended, and shows public pages all the same', async () => {
    const cookie = await cookieOf('ada');
    here.site.registry.accounts.endAll();
    const first = await fetch(`${here.site.url}/@acme/auth?version=3.0.2`, { headers: { cookie }, redirect: 'manual' });
    expect(first.status).toBe(307);
    expect(first.headers.get('location')).toContain('/session-ended?return_to=');
    const second = await fetch(new URL(first.headers.get('location') ?? '', here.site.url), { headers: { cookie }, redirect: 'manual' });
    expect(second.headers.get('location')).toBe(`${here.site.url}/@acme/auth?version=3.0.2`);
    expect(sessionCookieIn(second)).toMatch(/^gati-session=;.*Max-Age=0/i);
  });

  it('signs nobody out because of a link to the address where ended sessions go', async () => {
    const cookie = await cookieOf('grace');
    const response = await fetch(`${here.site.url}/session-ended?return_to=//evil.example`, { headers: { cookie }, redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`${here.site.url}/`);
    expect(sessionCookieIn(response)).toBeUndefined();
  });

  it('takes a forged or foreign cookie for none', async () => {
    for (const cookie of ['gati-session=forged', 'gati-session=eyJhbGciOiJub25lIn0.e30.', 'gati-session=']) {
      const response = await fetch(`${here.site.url}/account`, { headers: { cookie }, redirect: 'manual' });
      expect(response.headers.get('location')).toContain('/login');
    }
  });

  it('gives socket tickets to pages of its own alone', async () => {
    const cookie = await cookieOf('grace');
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${here.site.url}/api/ticket`, { method: 'POST', headers: { cookie, ...headers } });
    expect((await ask({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask({})).status).toBe(403);
    expect(await (await ask({ origin: here.site.url, 'sec-fetch-site': 'same-origin' })).json()).toMatchObject({ ticket: expect.stringMatching(/^ticket-/) });
    const signedOut = await fetch(`${here.site.url}/api/ticket`, { method: 'POST', headers: { origin: here.site.url } });
    expect(await signedOut.json()).toEqual({ ticket: null });
  });

  it('never sends a token to the browser', async () => {
    const cookie = await cookieOf('grace');
    for (const path of ['/', '/account', '/@acme/auth', '/device?code=BDWP-HQPK']) {
      const html = await (await fetch(here.site.url + path, { headers: { cookie } })).text();
      expect(html).not.toMatch(/access-\d+|refresh-\d+/);
    }
  });

  it('signs in again elsewhere only within this origin', async () => {
    for (const target of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      const html = await (await fetch(`${here.site.url}/login?return_to=${encodeURIComponent(target)}`)).text();
      expect(html).toContain('name="return_to" value="/"');
    }
  });

  it('keeps the session of a reader while the registry cannot be reached', async () => {
    const cookie = await cookieOf('grace');
    here.site.registry.setDown(true);
    const response = await fetch(`${here.site.url}/@acme/auth`, { headers: { cookie }, redirect: 'manual' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('UPSTREAM_UNAVAILABLE');
    expect(sessionCookieIn(response)).toBeUndefined();
    here.site.registry.setDown(false);
    expect(await (await fetch(`${here.site.url}/`, { headers: { cookie } })).text()).toContain('@grace');
  });
});

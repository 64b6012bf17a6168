import { expect, it } from 'vitest';
import { fakePassword } from '../fake-registry/accounts.ts';
import { openPage, signIn, violations, visit } from './browser.ts';
import { describeInBrowser } from './set-up.ts';

describeInBrowser('walks', (here) => {
  it('leads from the home page to a copied install command by keyboard alone', async () => {
    const { page, context, misdeeds, close } = await openPage(here.browser, here.site.url);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit(page, '/');
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q');
    await page.keyboard.type('queue');
    await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=queue');
    await page.getByText('1 artifact', { exact: false }).waitFor();
    // The field has the focus after the page came: leaving it makes single keys count again.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('j');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('@k/queue');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/@k/queue');
    await page.getByRole('button', { name: 'Copy install command' }).waitFor();
    await page.keyboard.press('y');
    await page.getByText('Copied install command').waitFor({ state: 'attached' });
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('gati install @k/queue');
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('reaches everything by Tab, beginning with a link to the content', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/@acme/auth');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    await close();
  });

  it('chooses a suggestion by arrows and Enter, and goes where it leads', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/');
    await page.getByRole('combobox', { name: 'Search artifacts' }).pressSequentially('ocr');
    await page.getByRole('option', { name: '@lab/ocr' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/@lab/ocr');
    await close();
  });

  it('searches while one types, replacing the address, and goes back to what came before', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/');
    await page.getByRole('link', { name: 'Browse' }).click();
    await page.waitForURL('**/search');
    await page.getByRole('combobox', { name: 'Search artifacts' }).pressSequentially('auth', { delay: 30 });
    await page.waitForURL('**/search?q=auth');
    await page.getByText('2 artifacts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'db', exact: false }).first().click();
    await page.waitForURL('**/search?q=auth&capability=db');
    await page.goBack();
    await page.waitForURL('**/search?q=auth');
    await page.goBack();
    await page.waitForURL(`${here.site.url}/`);
    await close();
  });

  it('steps through versions and tabs by keys, and opens the palette and the list of keys', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/@acme/auth');
    await page.keyboard.press('[');
    await page.waitForURL('**/@acme/auth?version=3.0.2');
    await page.keyboard.press(']');
    await page.waitForURL('**/@acme/auth?version=3.1.0');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/@acme/auth/security?version=3.1.0');
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.waitForURL(`${here.site.url}/`);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Page or action' }).fill('sign in');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('keeps single keys silent in fields, with modifiers, and when they are switched off', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/@acme/auth');
    await page.getByRole('combobox', { name: 'Search artifacts' }).pressSequentially('[y?');
    expect(page.url()).toBe(`${here.site.url}/@acme/auth`);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('group', { name: 'Single keys' }).getByRole('button', { name: 'Off' }).click();
    await page.waitForFunction(() => document.querySelector('button[name=keys][value=off]')?.getAttribute('aria-pressed') === 'true');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('?');
    await page.keyboard.press('[');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(page.url()).toBe(`${here.site.url}/@acme/auth`);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await close();
  });

  it('keeps the chosen theme without a flash: the server already answers in it', async () => {
    const { page, context, close } = await openPage(here.browser, here.site.url, { colorScheme: 'light' });
    await visit(page, '/');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.waitForSelector('html[data-theme=dark]');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(21, 22, 26)');
    expect(await (await context.request.get('/search')).text()).toContain('data-theme="dark"');
    await close();
  });

  it('finds, reads and signs in without JavaScript', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url, { javaScriptEnabled: false });
    await page.goto('/');
    await page
      .getByRole('searchbox', { name: 'Search artifacts' })
      .or(page.getByRole('combobox', { name: 'Search artifacts' }))
      .fill('auth');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: '@acme/auth' }).click();
    await page.getByText('gati install @acme/auth').first().waitFor();
    await page.getByLabel('Version 3.1.0, choose another').click();
    await page.getByRole('link', { name: /^3\.0\.2/ }).click();
    await page.getByText('gati install @acme/auth@3.0.2').first().waitFor();
    await page.getByRole('link', { name: /^Star/ }).click();
    await page.getByLabel('Handle or e-mail').fill('grace');
    await page.getByLabel('Password').fill('wrong password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The handle or the password is wrong.').waitFor();
    expect(await page.getByLabel('Handle or e-mail').inputValue()).toBe('grace');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/@acme/auth');
    await page.getByRole('button', { name: 'Star @acme/auth. 1204 stars' }).click();
    await page.getByRole('button', { name: 'Star @acme/auth. 1205 stars' }).waitFor();
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('stars at once, and takes the star back when the registry refuses', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await signIn(page, 'ada');
    await visit(page, '/@lab/ocr');
    await page.getByRole('button', { name: 'Star @lab/ocr. 233 stars' }).click();
    await page.getByRole('button', { name: 'Star @lab/ocr. 234 stars', pressed: true }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Star @lab/ocr. 234 stars', pressed: true }).waitFor();
    await visit(page, '/@states/bare');
    await page.getByRole('button', { name: 'Star @states/bare. 0 stars' }).click();
    await page.getByText('This artifact cannot be starred.').waitFor();
    await page.getByRole('button', { name: 'Star @states/bare. 0 stars', pressed: false }).waitFor();
    await close();
  });

  it('signs up, keeps what was typed when a handle is refused, and comes back to where one was', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/@acme/auth');
    await page.getByRole('link', { name: 'Sign up' }).click();
    await page.getByLabel('Handle').fill('admin');
    await page.getByLabel('E-mail').fill('lin@example.com');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('alert').getByText('The handle admin cannot be used').waitFor();
    expect(await page.getByLabel('Handle').inputValue()).toBe('admin');
    expect(await page.getByLabel('Handle').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('E-mail').inputValue()).toBe('lin@example.com');
    await page.getByLabel('Handle').fill('lin');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL('**/@acme/auth');
    await page.getByRole('link', { name: '@lin', exact: true }).click();
    await page.getByText('@lin has published nothing yet.').waitFor();
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('tells those who signed up from nowhere in particular what to do next', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/signup');
    await page.getByLabel('Handle').fill('newcomer');
    await page.getByLabel('E-mail').fill('newcomer@example.com');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL('**/docs');
    await page.getByText('gati keys generate --register @newcomer').waitFor();
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('asks for the second factor when the registry wants it', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/login');
    await page.getByLabel('Handle or e-mail').fill('k');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Code of your second factor').fill('123456');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: '@k', exact: true }).waitFor();
    await close();
  });

  it('approves a device, after signing in on the way, and refuses a wrong code', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/device?code=AAAA-BBBB');
    await page.getByLabel('Handle or e-mail').fill('ada');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/device?code=AAAA-BBBB');
    await page.getByRole('button', { name: 'Approve as @ada' }).click();
    await page.getByText('There is no sign-in with the code AAAA-BBBB.').waitFor();
    await page.getByLabel('Code').fill('bdwp-hqpk');
    await page.getByRole('button', { name: 'Approve as @ada' }).click();
    await page.getByText('gati on ada-laptop may now sign in as @ada.').waitFor();
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('makes an API key, shows its secret once, and revokes it only after its name was typed', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await signIn(page, 'grace');
    await visit(page, '/account/keys');
    await page.getByText('New API key').click();
    await page.getByLabel('Name').fill('build server');
    await page.getByLabel('publish: push').check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = page.getByText(/^gati_key-new-\d+_secret$/);
    await secret.waitFor();
    await page.getByRole('rowheader', { name: 'build server' }).waitFor();
    await page.reload();
    expect(await secret.count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    const row = page.getByRole('row', { name: /build server/ });
    await row.getByLabel('Revoke build server').click();
    await row.getByLabel(/Type build server to go on/).fill('something else');
    await row.getByRole('button', { name: 'Revoke for good' }).click();
    await row.getByRole('alert').getByText('Type build server to go on.').waitFor();
    await row.getByLabel(/Type build server to go on/).fill('build server');
    await row.getByRole('button', { name: 'Revoke for good' }).click();
    await row.getByText('revoked on').waitFor();
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('signs out here and at the registry', async () => {
    const { page, context, close } = await openPage(here.browser, here.site.url);
    await signIn(page, 'ada');
    await visit(page, '/account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('gati-session');
    expect(here.site.registry.operations).toContain('SignOut');
    await close();
  });
});

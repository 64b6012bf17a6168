import { expect, it } from 'vitest';
import { fakePassword, fakeRecoveryCode } from '../fake-registry/accounts.ts';
import { openPage, visit } from './browser.ts';
import { describeInBrowser } from './set-up.ts';

describeInBrowser('ways back into an account', (here) => {
  it('confirms an address when the button is pressed and not before, once', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/verify-email?code=gatm_verify');
    expect(here.asks('VerifyEmail')).toBe(0);
    await page.getByRole('button', { name: 'Confirm the address' }).press('Enter');
    await page.getByText('The address of @ada is confirmed.').waitFor();
    await visit(page, '/verify-email?code=gatm_verify');
    await page.getByRole('button', { name: 'Confirm the address' }).press('Enter');
    await page.getByText('NOT_FOUND').waitFor();
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('leads from the sign-in to the mail, and from the mail to a new password', async () => {
    const { page, misdeeds, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/login');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    await page.getByLabel('Handle or e-mail').fill('nobody-at-all');
    await page.getByRole('button', { name: 'Send the mail' }).click();
    await page.getByText('If there is such an account').waitFor();
    await visit(page, '/reset-password?code=gatm_reset');
    await page.getByLabel('New password').fill('another horse battery');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('The password of @ada is set').waitFor();
    expect(misdeeds).toEqual([]);
    await close();
  });

  it('takes a recovery code in the place of six digits', async () => {
    const { page, close } = await openPage(here.browser, here.site.url);
    await visit(page, '/login');
    await page.getByLabel('Handle or e-mail').fill('k');
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Code of your second factor').fill(fakeRecoveryCode);
    await page.getByLabel('Password').fill(fakePassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: '@k', exact: true }).waitFor();
    await close();
  });

  it('signs in with a passkey alone, and says so when none answers', async () => {
    const url = here.site.url.replace('127.0.0.1', 'localhost');
    const { page, context, close } = await openPage(here.browser, url);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    });
    await visit(page, '/login');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('No passkey answered.').waitFor();
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    await devtools.send('WebAuthn.addCredential', {
      authenticatorId,
      credential: {
        credentialId: Buffer.from('adas').toString('base64'),
        isResidentCredential: true,
        rpId: 'localhost',
        privateKey: Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64'),
        userHandle: Buffer.from('account-ada').toString('base64'),
        signCount: 0,
      },
    });
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('link', { name: '@ada', exact: true }).waitFor();
    await close();
  });
});

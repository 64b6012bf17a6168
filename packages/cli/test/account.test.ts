import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRegistry } from '@gati/testkit/registry';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLoginFile } from '../src/account/login-file.ts';
import { createTokens } from '../src/account/tokens.ts';
import { readSettings } from '../src/settings.ts';
import { createMachine, startSigningRegistry } from './harness.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startSigningRegistry();
});
afterAll(() => registry.stop());
beforeEach(() => {
  registry.forgetRequests();
  registry.world.settings.tokenLifeMs = 15 * 60_000;
});

test('signs in with a password from stdin and keeps the login for its owner alone', async () => {
  registry.world.signUp('pat', 'long enough password');
  const { gati, settings } = await createMachine(registry);
  const signedIn = await gati(['login', '--handle', 'pat', '--password-stdin', '--json'], { stdin: 'long enough password\n' });
  expect(signedIn).toMatchObject({ code: 0, json: { handle: 'pat', registry: registry.url } });
  expect((await stat(join(settings.configFolder, 'credentials.json'))).mode & 0o777).toBe(0o600);
  expect(signedIn.stdout + signedIn.stderr).not.toMatch(/access-|refresh-/);
  expect((await gati(['whoami', '--json'])).json).toMatchObject({ handle: 'pat', memberships: [{ namespace: '@pat', role: 'OWNER' }] });
});

test('a wrong password is refused with exit 1 and leaves no login', async () => {
  registry.world.signUp('wrong', 'right password');
  const { gati } = await createMachine(registry);
  expect(await gati(['login', '--handle', 'wrong', '--password-stdin'], { stdin: 'guess' })).toMatchObject({ code: 1, stdout: '' });
  expect((await gati(['whoami'])).code).toBe(1);
});

test('signs in by the browser: shows address and code, waits, takes the session once approved', async () => {
  registry.world.signUp('browser');
  const { gati } = await createMachine(registry);
  const waiting = gati(['login', '--json']);
  setTimeout(() => registry.approveDevices('browser'), 50);
  const signedIn = await waiting;
  expect(signedIn).toMatchObject({ code: 0, json: { handle: 'browser' } });
  expect(signedIn.stderr).toMatch(/http:\/\/registry\.test\/device[^]*BDWP-HQPK/);
  expect(registry.requests.filter(({ operation }) => operation === 'CompleteDeviceLogin').length).toBeGreaterThan(1);
});

test.each([
  ['at a terminal', [], {}, ['http://registry.test/device']],
  ['at a terminal without a browser, or in a build', [], { settings: { mayOpenBrowser: false } }, []],
  ['for a program', ['--json'], {}, []],
  ['without a terminal', [], { isTerminal: false }, []],
])('%s signing in prints address and code, and opens the page only where somebody sees it', async (_where, options, how, opened) => {
  registry.world.signUp('opening');
  const { gati } = await createMachine(registry);
  const waiting = gati(['login', ...options], { isTerminal: true, ...how });
  setTimeout(() => registry.approveDevices('opening'), 50);
  const signedIn = await waiting;
  expect(signedIn).toMatchObject({ code: 0, opened });
  expect(signedIn.stderr).toMatch(/http:\/\/registry\.test\/device[^]*BDWP-HQPK/);
});

test.each([
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', {}, false],
  ['darwin', {}, true],
  ['win32', {}, true],
  ['darwin', { CI: 'true' }, false],
  ['linux', { DISPLAY: ':0', CI: '1' }, false],
] as const)('on %s with %j there is a browser to open: %s', (platform, env, mayOpenBrowser) => {
  expect(readSettings(env, '/home/me', platform).mayOpenBrowser).toBe(mayOpenBrowser);
});

test('signing out ends the session at the registry and forgets it here', async () => {
  registry.world.signUp('leaving', 'correct horse');
  const { gati, settings } = await createMachine(registry);
  await gati(['login', '--handle', 'leaving', '--password-stdin'], { stdin: 'correct horse' });
  const { accessToken } = (await createLoginFile(settings.configFolder).read(registry.url))!;
  expect((await gati(['logout', '--json'])).json).toEqual({ registry: registry.url, signedOut: true });
  expect(registry.world.whose(accessToken)).toBeNull();
  expect((await gati(['logout', '--json'])).json).toEqual({ registry: registry.url, signedOut: false });
  expect(await readFile(join(settings.configFolder, 'credentials.json'), 'utf8')).not.toContain('access-');
});

test('an API key in GATI_TOKEN counts before the login', async () => {
  registry.world.signUp('robotics', 'correct horse');
  const { gati } = await createMachine(registry);
  await gati(['login', '--handle', 'robotics', '--password-stdin'], { stdin: 'correct horse' });
  const made = await gati(['token', 'create', 'ci', '--scope', 'publish', '--expires', '90d', '--json']);
  expect(made.json).toMatchObject({ name: 'ci', scopes: ['PUBLISH'] });
  const { secret, id } = made.json as { secret: string; id: string };
  const elsewhere = await createMachine(registry, { token: secret });
  expect((await elsewhere.gati(['whoami', '--json'])).json).toMatchObject({ handle: 'robotics' });
  expect((await gati(['token', 'list', '--json'])).json.apiKeys).toHaveLength(1);
  expect((await gati(['token', 'list'])).stdout).not.toContain(secret);
  expect((await gati(['token', 'revoke', id])).code).toBe(0);
  expect(await elsewhere.gati(['whoami', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'UNAUTHENTICATED' } } });
});

test.each([
  ['what needs a sign-in', ['whoami']],
  ['what everybody may read', ['search', 'anything']],
  ['what everybody may follow', ['scan', '@pub/tool@1.0.0', '--watch']],
])('a GATI_TOKEN that does not count is named as what is wrong, also for %s', async (_what, words) => {
  const { gati } = await createMachine(registry, { token: 'gati_revoked' });
  const ran = await gati([...words, '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'UNAUTHENTICATED' } } });
  expect(ran.stderr).toContain(`GATI_TOKEN is set and not valid at ${registry.url}`);
  expect(ran.stderr).not.toContain('gati login');
});

test('many runs at once renew the login once: the family of refresh tokens is not burnt', async () => {
  const { world } = registry;
  world.signUp('parallel', 'correct horse');
  world.settings.tokenLifeMs = 10;
  const { gati, settings } = await createMachine(registry);
  await gati(['login', '--handle', 'parallel', '--password-stdin'], { stdin: 'correct horse' });
  world.settings.tokenLifeMs = 15 * 60_000;
  registry.forgetRequests();
  const ran = await Promise.all(Array.from({ length: 8 }, () => gati(['whoami', '--json'])));
  expect(ran.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 0));
  expect(registry.requests.filter(({ operation }) => operation === 'RefreshSession')).toHaveLength(1);
  expect((await gati(['whoami'], { settings })).code).toBe(0);
});

test('a login that the registry ended is forgotten, said so, and what needs none goes on', async () => {
  const { world } = registry;
  world.signUp('ended', 'correct horse');
  const { gati } = await createMachine(registry);
  await gati(['login', '--handle', 'ended', '--password-stdin'], { stdin: 'correct horse' });
  for (const session of world.sessions) if (session.handle === 'ended') session.isEnded = true;
  const searched = await gati(['search', 'nothing', '--json']);
  expect(searched).toMatchObject({ code: 1, json: { error: { code: 'UNAUTHENTICATED' } } });
  expect(searched.stderr).toContain('sign in again: gati login');
  expect((await gati(['search', 'nothing', '--json'])).code).toBe(0);
});

test('a token that is refused although its time is not over is renewed', async () => {
  const session = registry.world.signUp('early');
  const { settings } = await createMachine(registry);
  const logins = createLoginFile(settings.configFolder);
  await logins.write(registry.url, {
    handle: 'early',
    accessToken: 'stale',
    refreshToken: session.refreshToken,
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  });
  const token = createTokens({ registry: registry.url, given: undefined, logins, now: () => new Date(), onEnded: () => undefined });
  expect(await token()).toBe('stale');
  const renewed = await token('stale');
  expect(registry.world.whose(renewed)).toBe('early');
  expect(await token('stale')).toBe(renewed);
});

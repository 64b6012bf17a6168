import type { Role } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../src/limits.ts';
import { confirmationLifetimeMs } from '../src/step-up.ts';
import { newAddress, openWorld, password, publicUrl, refusal, type Signed, type World } from './world.ts';
import { createVirtualAuthenticator } from './virtual-authenticator.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());
// Each in a time step of its own, so that codes of one test are new in the next.
beforeEach(() => void world.clock.advance(60_000));

const codeOf = (secret: string, offMs = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: world.clock().getTime() + offMs });
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const signIn = (handleOrEmail: string, proof: { code?: string; passkey?: string } = {}) =>
  world.namespaces.signIn({ handleOrEmail, password, ...proof }, { clientAddress: newAddress() });

/** An account with an authenticator app. */
async function withTotp(handle: string): Promise<Signed & { secret: string; recoveryCodes: readonly string[] }> {
  const signed = await world.signUp(handle);
  const { secret } = await world.namespaces.startTotp(signed.principal);
  const { recoveryCodes } = await world.namespaces.confirmTotp(signed.principal, codeOf(secret), {});
  world.clock.advance(60_000);
  return { ...signed, secret, recoveryCodes };
}
async function withPasskey(handle: string, isCounting = true) {
  const signed = await world.signUp(handle);
  const authenticator = createVirtualAuthenticator({ isCounting });
  const { options } = await world.namespaces.startPasskey(signed.principal, {});
  const added = await world.namespaces.addPasskey(signed.principal, { name: 'laptop', answer: authenticator.create(options, { origin: publicUrl }) }, {});
  return { ...signed, ...added, authenticator };
}

describe('an authenticator app', () => {
  test('counts for nothing until a first code confirms it', async () => {
    const { principal } = await world.signUp('unconfirmed');
    const { secret, uri } = await world.namespaces.startTotp(principal);
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    await expect(signIn('unconfirmed')).resolves.toBeDefined();
    expect(await refusal(world.namespaces.confirmTotp(principal, wrong(codeOf(secret)), {}))).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await world.namespaces.hasSecondFactor(principal.accountId)).toBe(false);
  });

  test('is asked for from then on; its secret is stored encrypted, its recovery codes hashed', async () => {
    const { principal, secret, recoveryCodes } = await withTotp('asked');
    expect(await refusal(signIn('asked'))).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    await expect(signIn('asked', { code: codeOf(secret) })).resolves.toBeDefined();

    expect(recoveryCodes).toHaveLength(10);
    const row = await world.database.client.totpFactor.findUniqueOrThrow({ where: { accountId: principal.accountId } });
    expect(Buffer.from(row.secretEncrypted).toString('latin1')).not.toContain(secret);
    const codes = await world.database.client.recoveryCode.findMany({ where: { accountId: principal.accountId } });
    for (const { hash } of codes) expect(hash).toHaveLength(32);
    expect(await world.namespaces.readTwoFactor(principal)).toMatchObject({ passkeys: [], recoveryCodesLeft: 10 });
    expect(await world.auditOf('@asked')).toContain('totp.add');
  });

  test('a wrong password is answered alike with and without a second factor, and before it', async () => {
    const { secret } = await withTotp('not-told');
    await world.signUp('has-none');
    const tell = (handleOrEmail: string, code?: string) =>
      refusal(world.namespaces.signIn({ handleOrEmail, password: 'not the password', code }, { clientAddress: newAddress() }));
    expect(await tell('not-told')).toEqual(await tell('has-none'));
    expect(await tell('not-told', codeOf(secret))).toEqual(await tell('has-none'));
  });

  test('each code is taken once, of many at once too', async () => {
    const { secret } = await withTotp('replayed');
    const code = codeOf(secret);
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => signIn('replayed', { code })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    world.clock.advance(30_000);
    expect(await refusal(signIn('replayed', { code }))).toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(signIn('replayed', { code: codeOf(secret) })).resolves.toBeDefined();
  });

  test('nobody tries more than ten codes in a quarter of an hour, from wherever', async () => {
    const { secret } = await withTotp('guessed');
    for (let i = 0; i < limits.failedSecondFactorsByAccount.count; i++)
      expect((await refusal(signIn('guessed', { code: wrong(codeOf(secret)) }))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(signIn('guessed', { code: codeOf(secret) }))).code).toBe('RATE_LIMITED');
  });

  test('a second one cannot be started over it, nor by a session that was not confirmed', async () => {
    const { principal } = await withTotp('only-one');
    expect((await refusal(world.namespaces.startTotp(principal))).code).toBe('FORBIDDEN');
    world.clock.advance(confirmationLifetimeMs);
    expect((await refusal(world.namespaces.startTotp(principal))).code).toBe('STEP_UP_REQUIRED');
  });

  test('is bound to its account: moved to another row it opens nothing', async () => {
    const { principal, secret } = await withTotp('moved-from');
    const other = await withTotp('moved-to');
    const { secretEncrypted } = await world.database.client.totpFactor.findUniqueOrThrow({ where: { accountId: principal.accountId } });
    await world.database.client.totpFactor.update({ where: { accountId: other.principal.accountId }, data: { secretEncrypted } });
    await expect(signIn('moved-to', { code: codeOf(secret) })).rejects.toThrow();
  });

  test('goes with its recovery codes when it is removed', async () => {
    const { principal } = await withTotp('removes');
    await world.namespaces.removeTotp(principal, {});
    await expect(signIn('removes')).resolves.toBeDefined();
    expect(await world.namespaces.readTwoFactor(principal)).toEqual({ totpSince: null, passkeys: [], recoveryCodesLeft: 0 });
  });
});

describe('a recovery code', () => {
  test('stands in for the second factor once, of many at once too, and is audited', async () => {
    const { principal, recoveryCodes } = await withTotp('recovers');
    const [code = ''] = recoveryCodes;
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => signIn('recovers', { code: code.toUpperCase().replaceAll('-', ' ') })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.namespaces.readTwoFactor(principal)).toMatchObject({ recoveryCodesLeft: 9 });
    expect(await world.auditOf('@recovers')).toContain('recovery-code.use');
  });

  test("another account's is worth nothing", async () => {
    const { recoveryCodes } = await withTotp('has-codes');
    await withTotp('has-others');
    expect((await refusal(signIn('has-others', { code: recoveryCodes[0]! }))).code).toBe('UNAUTHENTICATED');
  });

  test('new ones make the old ones useless', async () => {
    const { principal, recoveryCodes } = await withTotp('renews');
    const renewed = await world.namespaces.createRecoveryCodes(principal, {});
    expect((await refusal(signIn('renews', { code: recoveryCodes[0]! }))).code).toBe('UNAUTHENTICATED');
    await expect(signIn('renews', { code: renewed.recoveryCodes[0]! })).resolves.toBeDefined();
  });
});

describe('stepping up', () => {
  test('holds for fifteen minutes, for the session that did it and no other', async () => {
    const { secret } = await withTotp('steps-up');
    const [one, other] = [await signIn('steps-up', { code: codeOf(secret) }), await signIn('steps-up', { code: codeOf(secret, 30_000) })];
    const [principal, second] = [await world.principalOf(one), await world.principalOf(other)];
    await world.namespaces.assertConfirmed(principal);
    world.clock.advance(confirmationLifetimeMs - 1);
    await world.namespaces.assertConfirmed(principal);
    world.clock.advance(1);
    for (const asker of [principal, second]) expect((await refusal(world.namespaces.assertConfirmed(asker))).code).toBe('STEP_UP_REQUIRED');

    const renewed = [await world.namespaces.refreshSession(one.refreshToken, {}), await world.namespaces.refreshSession(other.refreshToken, {})];
    expect((await refusal(world.namespaces.confirmSession(await world.principalOf(renewed[0]!), {}, {}))).code).toBe('STEP_UP_REQUIRED');
    expect((await refusal(world.namespaces.confirmSession(principal, { code: wrong(codeOf(secret)) }, {}))).code).toBe('UNAUTHENTICATED');
    const { confirmedUntil } = await world.namespaces.confirmSession(principal, { code: codeOf(secret) }, {});
    expect(confirmedUntil.getTime()).toBe(world.clock().getTime() + confirmationLifetimeMs);
    await world.namespaces.assertConfirmed(principal);
    expect((await refusal(world.namespaces.assertConfirmed(second))).code).toBe('STEP_UP_REQUIRED');
  });

  test('is asked of nobody without a second factor, and of no key', async () => {
    const { principal } = await world.signUp('has-no-factor');
    await world.namespaces.assertConfirmed(principal);
    await world.namespaces.assertConfirmed({ kind: 'anonymous' });
    expect((await refusal(world.namespaces.confirmSession(principal, { code: '123456' }, {}))).code).toBe('FORBIDDEN');
    const owner = await withTotp('key-needs-none');
    const { secret } = await world.namespaces.createApiKey(owner.principal, { name: 'k', scopes: ['admin'], namespaces: null, expiresAt: null }, {});
    world.clock.advance(confirmationLifetimeMs);
    const key = await world.namespaces.authenticate(`Bearer ${secret}`);
    await world.namespaces.assertConfirmed(key);
    expect((await refusal(world.namespaces.confirmSession(key, { code: '123456' }, {}))).code).toBe('FORBIDDEN');
    expect((await refusal(world.namespaces.startTotp(key))).code).toBe('FORBIDDEN');
  });

  test('stands before new API keys', async () => {
    const { principal, secret } = await withTotp('guards-keys');
    world.clock.advance(confirmationLifetimeMs);
    const make = () => world.namespaces.createApiKey(principal, { name: 'k', scopes: ['read'], namespaces: null, expiresAt: null }, {});
    expect((await refusal(make())).code).toBe('STEP_UP_REQUIRED');
    await world.namespaces.confirmSession(principal, { code: codeOf(secret) }, {});
    await expect(make()).resolves.toBeDefined();
  });

  test('stands before whatever makes, demotes or removes an owner, and before becoming one; not before the rest', async () => {
    const [owner, guest] = [await withTotp('owns-with-factor'), await withTotp('is-to-own')];
    const namespace = 'guarded-owners' as Handle;
    const handle = guest.principal.handle as Handle;
    const { createOrganization, inviteMember, acceptInvitation, setMemberRole, removeMember } = world.namespaces;
    await createOrganization(owner.principal, { handle: namespace, displayName: 'x' }, {});
    world.clock.advance(confirmationLifetimeMs);
    const confirm = (who: typeof owner) => world.namespaces.confirmSession(who.principal, { code: codeOf(who.secret) }, {});
    const guarded = async <T>(who: typeof owner, act: () => Promise<T>): Promise<T> => {
      world.clock.advance(confirmationLifetimeMs);
      expect((await refusal(act())).code).toBe('STEP_UP_REQUIRED');
      await confirm(who);
      return act();
    };
    const { id } = await guarded(owner, () => inviteMember(owner.principal, { namespace, invitee: { handle }, role: 'owner' }, {}));
    expect(await guarded(guest, () => acceptInvitation(guest.principal, { id, token: null }, {}))).toMatchObject({ role: 'owner' });
    const setRole = (role: Role) => setMemberRole(owner.principal, { namespace, handle, role }, {});
    expect(await guarded(owner, () => setRole('write'))).toMatchObject({ role: 'write' });
    world.clock.advance(confirmationLifetimeMs);
    expect(await setRole('read')).toMatchObject({ role: 'read' });
    expect(await guarded(owner, () => setRole('owner'))).toMatchObject({ role: 'owner' });
    await guarded(owner, () => removeMember(owner.principal, { namespace, handle }, {}));
    const { id: again } = await inviteMember(owner.principal, { namespace, invitee: { handle }, role: 'read' }, {});
    world.clock.advance(confirmationLifetimeMs);
    expect(await acceptInvitation(guest.principal, { id: again, token: null }, {})).toMatchObject({ role: 'read' });
    await removeMember(owner.principal, { namespace, handle }, {});
  });
});

test('a password alone does not count at the token door for an account with a second factor; an API key does', async () => {
  const { principal } = await withTotp('pushes');
  const { secret } = await world.namespaces.createApiKey(principal, { name: 'k', scopes: ['publish'], namespaces: null, expiresAt: null }, {});
  const knock = (given: string) => world.namespaces.authenticateBasic('pushes', given, { allowPassword: true, clientAddress: newAddress() });
  expect(await refusal(knock(password))).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('second factor') });
  await expect(knock(secret)).resolves.toMatchObject({ handle: 'pushes' });
});

describe('a passkey', () => {
  test('signs in alone, and is a second factor for the password', async () => {
    const { principal, passkey, recoveryCodes, authenticator } = await withPasskey('taps');
    expect(recoveryCodes).toHaveLength(10);
    expect(passkey).toMatchObject({ id: authenticator.id, name: 'laptop', lastUsedAt: null });
    expect((await refusal(signIn('taps'))).code).toBe('STEP_UP_REQUIRED');

    const answer = async () => authenticator.get((await world.namespaces.startPasskeySignIn({})).options, { origin: publicUrl });
    const session = await world.namespaces.signInWithPasskey({ answer: await answer(), clientName: 'Safari' }, {});
    const signed = await world.principalOf(session);
    expect(signed.accountId).toBe(principal.accountId);
    await world.namespaces.assertConfirmed(signed);
    await expect(signIn('taps', { passkey: await answer() })).resolves.toBeDefined();
    world.clock.advance(confirmationLifetimeMs);
    expect((await refusal(world.namespaces.assertConfirmed(principal))).code).toBe('STEP_UP_REQUIRED');
    await world.namespaces.confirmSession(principal, { passkey: await answer() }, {});
    await world.namespaces.assertConfirmed(principal);
    expect((await world.namespaces.listSessions(principal)).map(({ method }) => method)).toContain('passkey');
  });

  test('counts once for a challenge, for five minutes, from our page, with the person verified', async () => {
    const { authenticator } = await withPasskey('strict');
    const options = async () => (await world.namespaces.startPasskeySignIn({})).options;
    const enter = (answer: string) => world.namespaces.signInWithPasskey({ answer, clientName: null }, {});
    const isRefused = async (answer: string) => (await refusal(enter(answer))).code === 'UNAUTHENTICATED';

    const good = authenticator.get(await options(), { origin: publicUrl });
    await enter(good);
    expect(await isRefused(good)).toBe(true);

    const late = authenticator.get(await options(), { origin: publicUrl });
    world.clock.advance(5 * 60_000);
    expect(await isRefused(late)).toBe(true);

    expect(await isRefused(authenticator.get(await options(), { origin: 'https://registry.example.evil.example' }))).toBe(true);
    expect(await isRefused(authenticator.get(await options(), { origin: publicUrl, rpId: 'evil.example' }))).toBe(true);
    expect(await isRefused(authenticator.get(await options(), { origin: publicUrl, isVerified: false }))).toBe(true);
    expect(await isRefused(authenticator.get(JSON.stringify({ challenge: 'made-up' }), { origin: publicUrl }))).toBe(true);
    expect(await isRefused(createVirtualAuthenticator().get(await options(), { origin: publicUrl }))).toBe(true);
    const tampered = JSON.parse(authenticator.get(await options(), { origin: publicUrl })) as { response: { signature: string } };
    tampered.response.signature = Buffer.alloc(64, 1).toString('base64url');
    expect(await isRefused(JSON.stringify(tampered))).toBe(true);
    for (const junk of ['', 'null', '[]', '{}', '{"id":"x","type":"public-key","response":{}}', 'x'.repeat(40_000)]) expect(await isRefused(junk)).toBe(true);
  });

  test('counts once for a challenge also where the authenticator does not count, of many at once too', async () => {
    const { authenticator } = await withPasskey('shared-by-devices', false);
    const answer = authenticator.get((await world.namespaces.startPasskeySignIn({})).options, { origin: publicUrl });
    const enter = () => world.namespaces.signInWithPasskey({ answer, clientName: null }, {});
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, enter));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusal(enter())).code).toBe('UNAUTHENTICATED');
  });

  test('a copy that counts from the beginning again is refused', async () => {
    const { authenticator } = await withPasskey('cloned');
    const enter = async () => {
      const answer = authenticator.get((await world.namespaces.startPasskeySignIn({})).options, { origin: publicUrl });
      return world.namespaces.signInWithPasskey({ answer, clientName: null }, {});
    };
    await enter();
    await enter();
    authenticator.rewind();
    expect((await refusal(enter())).code).toBe('UNAUTHENTICATED');
  });

  test("another account's is no second factor", async () => {
    const { authenticator } = await withPasskey('passkey-owner');
    await withTotp('passkey-thief');
    const { options } = await world.namespaces.startPasskeySignIn({});
    expect((await refusal(signIn('passkey-thief', { passkey: authenticator.get(options, { origin: publicUrl }) }))).code).toBe('UNAUTHENTICATED');
  });

  test('a challenge for one account adds none to another, and one for signing in none at all', async () => {
    const [ada, bob] = [await world.signUp('asks-first'), await world.signUp('asks-second')];
    const add = (by: Signed, options: string) =>
      world.namespaces.addPasskey(by.principal, { name: 'x', answer: createVirtualAuthenticator().create(options, { origin: publicUrl }) }, {});
    const { options } = await world.namespaces.startPasskey(ada.principal, {});
    expect((await refusal(add(bob, options))).code).toBe('VALIDATION_FAILED');
    expect((await refusal(add(bob, (await world.namespaces.startPasskeySignIn({})).options))).code).toBe('VALIDATION_FAILED');
    await expect(add(ada, options)).resolves.toBeDefined();
    expect(await refusal(world.namespaces.addPasskey(ada.principal, { name: 'x', answer: '{}' }, {}))).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test('needs a name for the registry, not an address', async () => {
    const { principal } = await world.signUp('by-address');
    const numbered = world.otherProcess({ publicUrl: 'http://127.0.0.1:4000' });
    expect(await refusal(numbered.startPasskey(principal, {}))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(numbered.startPasskeySignIn({}))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is removed by its owner alone, after stepping up', async () => {
    const { principal, passkey } = await withPasskey('drops');
    const stranger = await world.signUp('drops-not');
    expect((await refusal(world.namespaces.removePasskey(stranger.principal, passkey.id, {}))).code).toBe('NOT_FOUND');
    world.clock.advance(confirmationLifetimeMs);
    expect((await refusal(world.namespaces.removePasskey(principal, passkey.id, {}))).code).toBe('STEP_UP_REQUIRED');
    await world.database.client.session.update({ where: { id: principal.sessionId! }, data: { confirmedAt: world.clock() } });
    await world.namespaces.removePasskey(principal, passkey.id, {});
    await expect(signIn('drops')).resolves.toBeDefined();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseNewAccount, parseNewPassword } from '../src/index.ts';
import { hashSecret } from '../src/installation-keys.ts';
import { limits } from '../src/limits.ts';
import { mailCodeLifetimesMs } from '../src/rules/account-mails.ts';
import { newAddress, openWorld, password, publicUrl, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());
beforeEach(() => {
  world.facts.length = 0;
  world.mails.length = 0;
});

const anotherPassword = 'quite another password';
/** Runs what the facts lead to, and gives the mails that came of it. */
async function delivered() {
  const job = world.namespaces.jobs.find(({ name }) => name === 'namespaces.send-account-mail')!;
  for (const { name, payload } of world.facts.splice(0)) {
    if (name === 'mail.requested') await job.run(payload, { signal: new AbortController().signal, lastAttempt: false });
  }
  return world.mails.splice(0);
}
const codeIn = (text: string) => /code=(gatm_[\w-]+)/.exec(text)![1]!;
const signUp = (handle: string, email: string) => world.namespaces.signUp(parseNewAccount({ handle, email, password }), { clientAddress: newAddress() });
const signIn = (handleOrEmail: string, given = password) => world.namespaces.signIn({ handleOrEmail, password: given }, { clientAddress: newAddress() });
const origin = () => ({ clientAddress: newAddress() });
const verify = (code: string) => world.namespaces.verifyEmail(code, origin());
const reset = (code: string, newPassword = anotherPassword) => world.namespaces.resetPassword({ code, newPassword: parseNewPassword(newPassword) }, origin());
const ask = (handleOrEmail: string) => world.namespaces.requestPasswordReset(handleOrEmail, origin());
/** An account whose address is verified. */
async function verified(handle: string, email = `${handle}@example.com`) {
  const session = await signUp(handle, email);
  const [mail] = await delivered();
  await verify(codeIn(mail!.text));
  return session;
}

describe('an e-mail address', () => {
  test('is verified by the code that was sent to it, once', async () => {
    const { account } = await signUp('ada', 'Ada@Example.com');
    expect(await world.namespaces.isEmailVerified(account.id)).toBe(false);
    const [mail, ...others] = await delivered();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: 'Ada@Example.com', subject: expect.stringContaining('@ada') });
    expect(mail!.text).toContain(`${publicUrl}/verify-email?code=gatm_`);
    const code = codeIn(mail!.text);
    expect(await world.database.client.mailCode.count({ where: { hash: Buffer.from(hashSecret(code)) } })).toBe(1);
    expect(JSON.stringify(await world.database.client.auditEntry.findMany(), (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      code,
    );

    expect(await verify(code)).toMatchObject({ handle: 'ada' });
    expect(await world.namespaces.isEmailVerified(account.id)).toBe(true);
    expect((await refusal(verify(code))).code).toBe('UNAUTHENTICATED');
    expect(await world.auditOf('@ada')).toContain('email.verify');
  });

  test('that another account has verified is told to its mailbox, and to nobody else', async () => {
    await verified('holder', 'taken@example.com');
    const free = await signUp('claimant-of-free', 'free@example.com');
    await delivered();
    const taken = await signUp('claimant-of-taken', 'TAKEN@example.com');
    expect(Object.keys(taken)).toEqual(Object.keys(free));
    expect(taken.account.email).toBe('TAKEN@example.com');

    const [mail, ...others] = await delivered();
    expect(others).toEqual([]);
    expect(mail!.text).toContain('@holder');
    expect(mail!.text).not.toContain('gatm_');
    // What whoever signed up can try says nothing: both sign in by the address they wrote.
    await expect(signIn('free@example.com')).resolves.toMatchObject({ account: { handle: 'claimant-of-free' } });
    expect((await world.namespaces.signIn({ handleOrEmail: 'claimant-of-taken', password }, origin())).account.handle).toBe('claimant-of-taken');
  });

  test('that nobody verified belongs to the first who reads the mail', async () => {
    const squatter = await signUp('squatter', 'wanted@example.com');
    await delivered();
    const owner = await signUp('rightful', 'wanted@example.com');
    const [mail] = await delivered();
    await verify(codeIn(mail!.text));
    expect(await world.namespaces.isEmailVerified(owner.account.id)).toBe(true);
    expect(await world.namespaces.isEmailVerified(squatter.account.id)).toBe(false);

    await world.namespaces.requestEmailVerification(await world.principalOf(squatter), origin());
    expect((await delivered())[0]!.text).not.toContain('gatm_');
  });

  test('is verified for one account, of many who prove it at once too', async () => {
    const claimants = [];
    for (let i = 0; i < 4; i++) claimants.push(await signUp(`at-once-${i}`, 'shared@example.com'));
    const codes = (await delivered()).map(({ text }) => codeIn(text));
    const outcomes = await Promise.allSettled(codes.map(verify));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.database.client.account.count({ where: { verifiedEmailKey: 'shared@example.com' } })).toBe(1);
    expect(claimants).toHaveLength(4);
  });

  test('signs in by itself for whoever verified it, whatever others wrote', async () => {
    await verified('true-owner', 'mine@example.com');
    await world.namespaces.signUp(parseNewAccount({ handle: 'pretender', email: 'mine@example.com', password: anotherPassword }), origin());
    await expect(signIn('Mine@example.com')).resolves.toMatchObject({ account: { handle: 'true-owner' } });
    await expect(signIn('mine@example.com', anotherPassword)).resolves.toMatchObject({ account: { handle: 'pretender' } });
  });

  test('a code lapses after two days', async () => {
    await signUp('too-late', 'late@example.com');
    const [mail] = await delivered();
    world.clock.advance(mailCodeLifetimesMs.verify);
    expect((await refusal(verify(codeIn(mail!.text)))).code).toBe('UNAUTHENTICATED');
  });
});

describe('a password that was forgotten', () => {
  test('is set anew with the code from a mail, once; every session ends, and the address counts as verified', async () => {
    const session = await signUp('forgets', 'forgets@example.com');
    await delivered();
    const { expiresAt } = await ask('forgets@example.com');
    expect(expiresAt.getTime()).toBe(world.clock().getTime() + mailCodeLifetimesMs.reset);
    const [mail] = await delivered();
    expect(mail).toMatchObject({ to: 'forgets@example.com' });
    const code = codeIn(mail!.text);

    expect(await reset(code)).toMatchObject({ handle: 'forgets' });
    expect((await refusal(signIn('forgets'))).code).toBe('UNAUTHENTICATED');
    await expect(signIn('forgets', anotherPassword)).resolves.toBeDefined();
    expect((await refusal(world.namespaces.authenticate(`Bearer ${session.accessToken}`))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(world.namespaces.refreshSession(session.refreshToken, {}))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(reset(code))).code).toBe('UNAUTHENTICATED');
    expect(await world.namespaces.isEmailVerified(session.account.id)).toBe(true);
    expect(await world.auditOf('@forgets')).toContain('password.reset');
  });

  test('asking is answered alike for an account that does not exist, which gets no mail, and leaves the same facts behind', async () => {
    await verified('exists');
    const [known, unknown] = [await ask('exists'), await ask('exists-not')];
    expect(known).toEqual(unknown);
    expect(world.facts.map(({ name }) => name)).toEqual(['mail.requested', 'mail.requested']);
    expect(await delivered()).toHaveLength(1);
    for (const junk of ['', ' ', '\u0000', 'x'.repeat(9_999), "' or 1=1 --"]) expect(await ask(junk)).toEqual(known);
    expect(await delivered()).toEqual([]);
  });

  test('a code is over after an hour, and with the first that is used', async () => {
    await verified('two-mails');
    await ask('two-mails');
    const [first] = await delivered();
    await ask('@Two-Mails');
    const [second] = await delivered();
    await reset(codeIn(second!.text));
    expect((await refusal(reset(codeIn(first!.text)))).code).toBe('UNAUTHENTICATED');

    await ask('two-mails');
    const [third] = await delivered();
    world.clock.advance(mailCodeLifetimesMs.reset);
    expect((await refusal(reset(codeIn(third!.text)))).code).toBe('UNAUTHENTICATED');
  });

  test('a code for one purpose is worth nothing for another, and neither is what is no code', async () => {
    await signUp('mixed-up', 'mixed-up@example.com');
    const [forAddress] = await delivered();
    await ask('mixed-up');
    const [forPassword] = await delivered();
    const attempts = [
      () => reset(codeIn(forAddress!.text)),
      () => verify(codeIn(forPassword!.text)),
      () => reset(`gatm_${'A'.repeat(43)}`),
      () => reset(''),
      () => verify('\u0000'),
    ];
    for (const attempt of attempts) expect((await refusal(attempt())).code).toBe('UNAUTHENTICATED');
  });

  test('nobody is sent more than five mails in an hour', async () => {
    await verified('mailed');
    for (let i = 0; i < limits.mailsByRecipient.count; i++) await ask('mailed');
    expect((await refusal(ask('mailed'))).code).toBe('RATE_LIMITED');
    world.clock.advance(limits.mailsByRecipient.windowMs);
    await expect(ask('mailed')).resolves.toBeDefined();
  });
});

describe('changing the password', () => {
  test('needs the present one, and ends all other sessions', async () => {
    const { session, principal } = await world.signUp('changes');
    const other = await signIn('changes');
    const change = (currentPassword: string | null) =>
      world.namespaces.changePassword(principal, { currentPassword, newPassword: parseNewPassword(anotherPassword) }, origin());
    for (const wrong of [null, '', 'not the password']) expect((await refusal(change(wrong))).code).toBe('VALIDATION_FAILED');

    expect(await change(password)).toEqual({ endedCount: 1 });
    expect((await refusal(world.namespaces.authenticate(`Bearer ${other.accessToken}`))).code).toBe('UNAUTHENTICATED');
    await expect(world.namespaces.authenticate(`Bearer ${session.accessToken}`)).resolves.toBeDefined();
    await expect(signIn('changes', anotherPassword)).resolves.toBeDefined();
    expect(await world.auditOf('@changes')).toContain('password.change');
  });

  test('no key may', async () => {
    const { principal } = await world.signUp('key-changes');
    const { secret } = await world.namespaces.createApiKey(principal, { name: 'k', scopes: ['admin'], namespaces: null, expiresAt: null }, {});
    const key = await world.namespaces.authenticate(`Bearer ${secret}`);
    const change = world.namespaces.changePassword(key, { currentPassword: password, newPassword: parseNewPassword(anotherPassword) }, {});
    expect((await refusal(change)).code).toBe('FORBIDDEN');
  });
});

test('a mail that could not be sent is tried again with another code, and both work until one is used', async () => {
  await signUp('again', 'again@example.com');
  const facts = [...world.facts];
  const [first] = await delivered();
  world.facts.push(...facts);
  const [second] = await delivered();
  expect(codeIn(first!.text)).not.toBe(codeIn(second!.text));
  await verify(codeIn(first!.text));
});

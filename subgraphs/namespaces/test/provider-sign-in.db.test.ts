import { createHash, randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamespacesRoutes } from '../src/http/index.ts';
import { newAddress, openWorld, publicUrl, refusal, type World } from './world.ts';

interface Person {
  readonly sub: string;
  readonly preferred_username?: string;
  readonly email?: string;
  readonly email_verified?: unknown;
}

/** A provider whose next visitor is whoever the test says. */
async function openProvider() {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  const claims: { next: Person; alter: (payload: Record<string, unknown>) => void } = { next: { sub: 'nobody' }, alter: () => {} };
  server.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => {
    Object.assign(token.payload, claims.next);
    claims.alter(token.payload);
  });
  return { server, claims, issuer: server.issuer.url as string };
}

let world: World;
let github: Awaited<ReturnType<typeof openProvider>>;
let google: Awaited<ReturnType<typeof openProvider>>;
let app: FastifyInstance;
beforeAll(async () => {
  [github, google] = await Promise.all([openProvider(), openProvider()]);
  world = await openWorld({
    signInProviders: {
      github: { clientId: 'gati', clientSecret: 'secret', issuer: github.issuer },
      google: { clientId: 'gati', clientSecret: 'secret', issuer: google.issuer },
    },
  });
  app = Fastify();
  await app.register(createNamespacesRoutes({ namespaces: world.namespaces, publicUrl }));
});
afterAll(async () => {
  await app.close();
  await Promise.all([github.server.stop(), google.server.stop()]);
  await world.remove();
});

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
const get = (url: string, cookie?: string) => app.inject({ url, remoteAddress: newAddress(), ...(cookie ? { headers: { cookie } } : {}) });
const locationOf = ({ headers }: { readonly headers: Record<string, unknown> }) => new URL(headers['location'] as string);

/** As a browser begins: it holds a secret, gets a cookie, and is sent to the provider. */
async function begin(provider: string, { returnTo = '/acme/auth', further = '' } = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const answer = await get(`/auth/${provider}/start?return_to=${encodeURIComponent(returnTo)}&code_challenge=${challengeOf(verifier)}${further}`);
  return { verifier, answer, cookie: String(answer.headers['set-cookie']).split(';')[0] as string, toProvider: locationOf(answer) };
}
/** What the provider sends the browser back to. */
async function consent(toProvider: URL): Promise<URL> {
  const response = await fetch(toProvider, { redirect: 'manual' });
  return new URL(response.headers.get('location') as string);
}
const pathOf = ({ pathname, search }: URL) => pathname + search;

/** The whole way up to the code. */
async function walk(provider: 'github' | 'google', person: Person) {
  (provider === 'github' ? github : google).claims.next = person;
  const { verifier, cookie, toProvider } = await begin(provider);
  const back = await consent(toProvider);
  const end = locationOf(await get(pathOf(back), cookie));
  return { end, back, cookie, input: { code: end.searchParams.get('code') ?? '', codeVerifier: verifier } };
}
const exchange = (input: { code: string; codeVerifier: string }) => world.namespaces.exchangeSignInCode(input, { clientAddress: newAddress() });

describe('sign-in with an account elsewhere', () => {
  test('a newcomer gets an account with a handle like the name there, and the same account the next time', async () => {
    const person = { sub: '1001', preferred_username: 'Ada_L', email: 'ada.l@example.com', email_verified: true };
    const first = await walk('github', person);
    expect(pathOf(first.end)).toMatch(/^\/login\/complete\?code=gats_[\w-]{43}&return_to=%2Facme%2Fauth$/);
    const session = await exchange(first.input);
    expect(session.account).toMatchObject({ handle: 'ada-l', email: 'ada.l@example.com' });
    expect((await world.principalOf(session)).accountId).toBe(session.account.id);
    expect(await world.namespaces.isEmailVerified(session.account.id)).toBe(true);

    const again = await exchange((await walk('github', { ...person, preferred_username: 'renamed', email: 'other@example.com' })).input);
    expect(again.account.id).toBe(session.account.id);
    expect(await world.auditOf('@ada-l')).toEqual(['account.create', 'session.start', 'session.start']);
  });

  test('the provider is asked with PKCE, state, nonce and our exact address, whatever the browser was told to send', async () => {
    const { toProvider, answer } = await begin('google', { further: '&redirect_uri=https://registry.example/auth/google/callback.evil.example/' });
    const asked = Object.fromEntries(toProvider.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: 'gati',
      redirect_uri: `${publicUrl}/auth/google/callback`,
      code_challenge_method: 'S256',
      scope: 'openid email profile',
    });
    expect([asked['state'], asked['nonce'], asked['code_challenge']].every((text) => text?.length === 43)).toBe(true);
    expect(new Set([asked['state'], asked['nonce'], asked['code_challenge']]).size).toBe(3);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(String(answer.headers['set-cookie'])).toMatch(/; Path=\/auth\/google\/callback; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
    expect((await get('/auth/google/callback.evil')).statusCode).toBe(404);
    expect((await get('/auth/google/callback/more')).statusCode).toBe(404);
  });

  test('without the hash of a secret the web app begins, and a provider that is not known is not found', async () => {
    expect(pathOf(locationOf(await get('/auth/github/start?return_to=/acme')))).toBe('/login/github?return_to=%2Facme');
    expect((await get('/auth/facebook/start?return_to=/')).statusCode).toBe(404);
    for (const challenge of ['short', 'x'.repeat(44), 'ä'.repeat(43)])
      expect((await get(`/auth/github/start?code_challenge=${encodeURIComponent(challenge)}`)).statusCode).toBe(400);
    expect((await get(`/auth/github/start?code_challenge=${'a'.repeat(43)}&code_challenge_method=plain`)).statusCode).toBe(400);
  });

  test('it never ends anywhere but here', async () => {
    for (const returnTo of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      github.claims.next = { sub: '1002', preferred_username: 'walker' };
      const { cookie, toProvider } = await begin('github', { returnTo });
      const end = locationOf(await get(pathOf(await consent(toProvider)), cookie));
      expect(end.origin).toBe(publicUrl);
      expect(end.searchParams.get('return_to')).toBe('/');
    }
  });

  test('another browser, another provider, a changed state and a second time come to nothing', async () => {
    github.claims.next = { sub: '1003', preferred_username: 'grace' };
    google.claims.next = { sub: '1003', preferred_username: 'mallory' };
    const victim = await begin('github');
    const attacker = await begin('github');
    const attackersAnswer = pathOf(await consent(attacker.toProvider));
    const expired = '/login?error=expired';

    // The victim's browser is sent to the attacker's answer: it did not begin that.
    expect(pathOf(locationOf(await get(attackersAnswer, victim.cookie)))).toBe(expired);
    expect(pathOf(locationOf(await get(attackersAnswer)))).toBe(expired);
    // Mix-up (RFC 9700, 4.4): the answer to one provider's question is brought to the other's door.
    expect(pathOf(locationOf(await get(attackersAnswer.replace('/github/', '/google/'), attacker.cookie)))).toBe(expired);
    const { searchParams } = new URL(attackersAnswer, publicUrl);
    expect(pathOf(locationOf(await get(`/auth/github/callback?code=${searchParams.get('code')}`, attacker.cookie)))).toBe(expired);
    expect(pathOf(locationOf(await get(`${attackersAnswer}&state=${searchParams.get('state')}`, attacker.cookie)))).toBe(expired);

    expect(locationOf(await get(attackersAnswer, attacker.cookie)).pathname).toBe('/login/complete');
    expect(pathOf(locationOf(await get(attackersAnswer, attacker.cookie)))).toBe(expired);
  });

  test('a code of one sign-in brought into another is refused by PKCE, and an issuer that is not the one asked by its name', async () => {
    github.claims.next = { sub: '1004', preferred_username: 'stolen' };
    const victim = await begin('github');
    const attacker = await begin('github');
    const stolen = (await consent(victim.toProvider)).searchParams.get('code') as string;
    const injected = await consent(attacker.toProvider);
    injected.searchParams.set('code', stolen);
    expect(pathOf(locationOf(await get(pathOf(injected), attacker.cookie)))).toBe('/login?error=failed&return_to=%2Facme%2Fauth');

    const mixed = await begin('github');
    const answer = await consent(mixed.toProvider);
    answer.searchParams.set('iss', google.issuer);
    expect(locationOf(await get(pathOf(answer), mixed.cookie)).searchParams.get('error')).toBe('failed');
  });

  test.each([
    ['another nonce', (payload: Record<string, unknown>) => (payload['nonce'] = 'other')],
    ['no nonce', (payload: Record<string, unknown>) => delete payload['nonce']],
    ['another audience', (payload: Record<string, unknown>) => (payload['aud'] = 'other')],
    ['another issuer', (payload: Record<string, unknown>) => (payload['iss'] = 'https://evil.example')],
    ['a time that is over', (payload: Record<string, unknown>) => (payload['exp'] = 1_000)],
    ['no subject', (payload: Record<string, unknown>) => delete payload['sub']],
  ])('an identity with %s counts for nothing', async (_, alter) => {
    github.claims.alter = alter;
    try {
      const { end } = await walk('github', { sub: '1005', preferred_username: 'forged' });
      expect([end.pathname, end.searchParams.get('error')]).toEqual(['/login', 'failed']);
    } finally {
      github.claims.alter = () => {};
    }
    expect(await world.database.client.account.count({ where: { handle: 'forged' } })).toBe(0);
  });

  test('who changes their mind comes back without an account', async () => {
    const { cookie, toProvider } = await begin('github');
    const state = toProvider.searchParams.get('state') as string;
    const end = locationOf(await get(`/auth/github/callback?error=access_denied&state=${state}`, cookie));
    expect(pathOf(end)).toBe('/login?error=denied&return_to=%2Facme%2Fauth');
  });

  test('a sign-in that took too long is over, and so is its code after a minute', async () => {
    github.claims.next = { sub: '1006', preferred_username: 'slow' };
    const late = await begin('github');
    const answer = pathOf(await consent(late.toProvider));
    world.clock.advance(10 * 60_000 + 1);
    expect(locationOf(await get(answer, late.cookie)).searchParams.get('error')).toBe('expired');

    const { input } = await walk('github', { sub: '1006', preferred_username: 'slow' });
    world.clock.advance(60_001);
    expect((await refusal(exchange(input))).code).toBe('UNAUTHENTICATED');
  });
});

describe('the code at the end', () => {
  const person = { sub: '2001', preferred_username: 'code-owner' };

  test('counts once, however many bring it at once', async () => {
    const { input } = await walk('github', person);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => exchange(input)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusal(exchange(input))).code).toBe('UNAUTHENTICATED');
  });

  test('is worth nothing in another browser, and is spent by the attempt', async () => {
    const { input } = await walk('github', person);
    for (const codeVerifier of [randomBytes(32).toString('base64url'), input.codeVerifier, challengeOf(input.codeVerifier), ''])
      expect((await refusal(exchange({ ...input, codeVerifier }))).code).toBe('UNAUTHENTICATED');
  });

  test('of a newcomer makes one account, also where several sign in at once', async () => {
    const newcomer = { sub: '2002', preferred_username: 'many-tabs' };
    const codes = await Promise.all([walk('google', newcomer), walk('google', newcomer), walk('google', newcomer)]);
    const sessions = await Promise.all(codes.map(({ input }) => exchange(input)));
    expect(new Set(sessions.map(({ account }) => account.id)).size).toBe(1);
  });

  test('gives a free handle where the name is taken or kept', async () => {
    await world.signUp('popular');
    const taken = await exchange((await walk('google', { sub: '2003', preferred_username: 'popular' })).input);
    expect(taken.account.handle).toBe('popular2');
    const kept = await exchange((await walk('google', { sub: '2004', preferred_username: 'admin' })).input);
    expect(kept.account.handle).not.toBe('admin');
  });
});

describe('an e-mail address', () => {
  test('never leads to an account that is there, verified or not', async () => {
    const { principal } = await world.signUp('victim');
    await world.database.client.account.update({ where: { id: principal.accountId }, data: { verifiedEmailKey: 'victim@example.com' } });
    const verified = await walk('google', { sub: '3001', preferred_username: 'taker', email: 'Victim@Example.com', email_verified: true });
    expect(await refusal(exchange(verified.input))).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('not linked') as string });

    for (const said of [false, 'yes', 1, undefined]) {
      const taker = await walk('google', { sub: `3002-${said}`, preferred_username: 'taker', email: 'victim@example.com', email_verified: said });
      const { account } = await exchange(taker.input);
      expect(account.id).not.toBe(principal.accountId);
      expect(await world.namespaces.isEmailVerified(account.id)).toBe(false);
    }
  });

  test('that somebody wrote before its owner came does not keep the owner out', async () => {
    await world.signUp('squatter');
    const { account } = await exchange(
      (await walk('google', { sub: '3003', preferred_username: 'owner', email: 'squatter@example.com', email_verified: true })).input,
    );
    expect(await world.namespaces.isEmailVerified(account.id)).toBe(true);
  });
});

describe('linking', () => {
  const origin = { clientAddress: '10.1.1.1' };

  test('adds a way to sign in to the signed-in account, and unlinking takes it away', async () => {
    const { principal, session } = await world.signUp('linker');
    const identity = await world.namespaces.linkIdentity(principal, (await walk('github', { sub: '4001', preferred_username: 'linker-there' })).input, origin);
    expect(identity).toMatchObject({ provider: 'github', name: 'linker-there' });
    expect((await exchange((await walk('github', { sub: '4001', preferred_username: 'linker-there' })).input)).account.id).toBe(session.account.id);
    expect(await world.namespaces.listIdentities(principal.accountId)).toHaveLength(1);

    await world.namespaces.unlinkIdentity(principal, identity.id, origin);
    expect((await exchange((await walk('github', { sub: '4001', preferred_username: 'linker-there' })).input)).account.id).not.toBe(session.account.id);
    expect(await world.auditOf('@linker')).toEqual(['account.create', 'identity.link', 'session.start', 'identity.unlink']);
  });

  test('an identity of another account is refused, and the same one again changes nothing', async () => {
    const [first, second] = [await world.signUp('linker-one'), await world.signUp('linker-two')];
    const person = { sub: '4002', preferred_username: 'shared' };
    const linked = await world.namespaces.linkIdentity(first.principal, (await walk('google', person)).input, origin);
    expect((await world.namespaces.linkIdentity(first.principal, (await walk('google', person)).input, origin)).id).toBe(linked.id);
    expect((await refusal(world.namespaces.linkIdentity(second.principal, (await walk('google', person)).input, origin))).code).toBe('FORBIDDEN');
    expect((await refusal(world.namespaces.unlinkIdentity(second.principal, linked.id, origin))).code).toBe('NOT_FOUND');
  });

  test('the last way to sign in stays', async () => {
    const session = await exchange((await walk('google', { sub: '4003', preferred_username: 'only-way' })).input);
    const principal = await world.principalOf(session);
    const [identity] = await world.namespaces.listIdentities(principal.accountId);
    expect((await refusal(world.namespaces.unlinkIdentity(principal, identity?.id ?? '', origin))).code).toBe('FORBIDDEN');
    await world.namespaces.linkIdentity(principal, (await walk('github', { sub: '4004', preferred_username: 'second-way' })).input, origin);
    await world.namespaces.unlinkIdentity(principal, identity?.id ?? '', origin);
  });
});

test('a provider that is away is told, and a flood of beginnings is slowed by address', async () => {
  const gone = await openProvider();
  await gone.server.stop();
  const other = await openWorld({ signInProviders: { github: { clientId: 'gati', clientSecret: 'secret', issuer: gone.issuer } } });
  const door = Fastify();
  await door.register(createNamespacesRoutes({ namespaces: other.namespaces, publicUrl }));
  try {
    const start = `/auth/github/start?code_challenge=${'a'.repeat(43)}&return_to=/x`;
    expect(pathOf(locationOf(await door.inject({ url: start })))).toBe('/login?error=unavailable&return_to=%2Fx');
    for (let i = 0; i < 59; i++) await door.inject({ url: start });
    expect(pathOf(locationOf(await door.inject({ url: start })))).toBe('/login?error=busy&return_to=%2Fx');
    expect(pathOf(locationOf(await door.inject({ url: start, remoteAddress: '10.9.9.9' })))).toBe('/login?error=unavailable&return_to=%2Fx');
    expect((await door.inject({ url: start.replace('github', 'google') })).statusCode).toBe(404);
  } finally {
    await door.close();
    await other.remove();
  }
});

import { decide, type KnownPrincipal } from '@gati/authority';
import { parseArtifactName } from '@gati/identifiers';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAddress, openWorld, publicUrl, refusal, type Signed, type World } from './world.ts';

let ci: OAuth2Server;
let stranger: OAuth2Server;
let world: World;
let ada: Signed;
const artifact = parseArtifactName('@ada/auth');
const run = { repository: 'Ada/auth', repository_id: '42', workflow_ref: 'Ada/auth/.github/workflows/publish.yml@refs/heads/main' };
let tokens = 0;
beforeAll(async () => {
  [ci, stranger] = [new OAuth2Server(), new OAuth2Server()];
  for (const server of [ci, stranger]) {
    await server.issuer.keys.generate('RS256');
    await server.start(0, '127.0.0.1');
  }
  world = await openWorld({ ciIssuers: [ci.issuer.url as string] });
  ada = await world.signUp('ada');
  await add();
});
afterAll(async () => {
  await Promise.all([ci.stop(), stranger.stop()]);
  await world.remove();
});

const add = (change: object = {}, by = ada.principal) =>
  world.namespaces.addTrustedPublisher(
    by,
    { artifact, issuer: ci.issuer.url as string, repository: 'ada/auth', workflow: '.github/workflows/publish.yml', environment: null, ...change },
    {},
  );
/** As the CI service makes one for a run, by the test's clock. */
const tokenOf = (claims: object = {}, by = ci) => {
  const iat = Math.floor(world.clock().getTime() / 1_000);
  return by.issuer.buildToken({
    scopesOrTransform: (_header, payload) =>
      void Object.assign(payload, { aud: publicUrl, iat, nbf: iat, exp: iat + 300, jti: `run-${++tokens}`, ...run, ...claims }),
  });
};
const exchange = async (token: string | Promise<string>, what = artifact) =>
  world.namespaces.exchangeIdToken({ token: await token, artifact: what }, { clientAddress: newAddress() });

describe('a run in CI', () => {
  test('gets a token for its artifact alone, which exists or not, and for 15 minutes', async () => {
    const { token, expiresAt } = await exchange(tokenOf());
    expect(expiresAt.getTime() - world.clock().getTime()).toBe(15 * 60_000);
    const principal = (await world.namespaces.authenticate(`Bearer ${token}`)) as KnownPrincipal;
    expect([...principal.scopes].sort()).toEqual(['publish', 'read']);
    const { id: namespaceId } = await world.database.client.namespace.findUniqueOrThrow({ where: { handle: 'ada' } });
    const may = (name: string, action: 'artifact.push' | 'namespace.manage' = 'artifact.push') =>
      decide(principal, action, { namespaceId, handle: 'ada', artifact: name, role: 'owner', visibility: 'public', admitted: true }).kind;
    expect([may('auth'), may('auth2'), may('other'), may('auth', 'namespace.manage')]).toEqual(['allowed', 'forbidden', 'forbidden', 'forbidden']);

    expect((await refusal(world.namespaces.createApiKey(principal, { name: 'more', scopes: ['publish'], namespaces: null, expiresAt: null }, {}))).code).toBe(
      'FORBIDDEN',
    );
    expect((await refusal(add({ workflow: 'evil.yml' }, principal))).code).toBe('FORBIDDEN');
    world.clock.advance(15 * 60_000 + 3_000);
    expect((await refusal(world.namespaces.authenticate(`Bearer ${token}`))).code).toBe('UNAUTHENTICATED');
    expect(await world.auditOf('@ada/auth')).toEqual(['trusted-publisher.add', 'trusted-publisher.use']);
  });

  test('has a token that counts once, however many bring it at once', async () => {
    const token = await tokenOf();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => exchange(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusal(exchange(token))).message).toContain('used already');
  });

  test.each([
    ['for another registry', { aud: 'https://other.example' }],
    ['for us and another', { aud: [publicUrl, 'https://other.example'] }],
    ['for nobody', { aud: undefined }],
    ['that has expired', { exp: 1_000 }],
    ['that lives too long', { iat: 1_000 }],
    ['without an id', { jti: undefined }],
    ['of another repository', { repository: 'mallory/auth', workflow_ref: 'mallory/auth/.github/workflows/publish.yml@main' }],
    ['of a workflow that lies elsewhere', { workflow_ref: 'mallory/auth/.github/workflows/publish.yml@main' }],
    ['of another workflow', { workflow_ref: 'ada/auth/.github/workflows/test.yml@main' }],
    ['of a repository that took the name', { repository_id: '666' }],
    ['by an issuer that is not the one that signs', { iss: 'https://token.actions.githubusercontent.com.evil.example' }],
  ])('with a token %s gets nothing', async (_, claims) => {
    expect((await refusal(exchange(tokenOf(claims)))).code).toBe('UNAUTHENTICATED');
  });

  test('with a token of an issuer that nobody named, or none at all, makes the registry ask nobody', async () => {
    let asked = 0;
    stranger.service.on('beforeWellKnownOpenIdConfiguration', () => asked++);
    for (const token of [await tokenOf({}, stranger), 'x', '', `${'a'.repeat(20_000)}`]) expect((await refusal(exchange(token))).code).toBe('UNAUTHENTICATED');
    // Somebody's own keys under the name of the CI service.
    expect((await refusal(exchange(tokenOf({ iss: ci.issuer.url }, stranger)))).code).toBe('UNAUTHENTICATED');
    expect(asked).toBe(0);
  });

  test('is told alike of an artifact that does not trust it and of one in a namespace that is not there', async () => {
    const [other, nowhere] = await Promise.all(['@ada/other', '@nobody-here/auth'].map(async (name) => refusal(exchange(tokenOf(), parseArtifactName(name)))));
    expect(other?.code).toBe('UNAUTHENTICATED');
    expect(nowhere?.message.replace('@nobody-here/auth', '@ada/other')).toBe(other?.message);
  });

  test('needs the environment where one is named', async () => {
    const guarded = parseArtifactName('@ada/guarded');
    await add({ artifact: guarded, environment: 'release' });
    expect((await refusal(exchange(tokenOf(), guarded))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(exchange(tokenOf({ environment: 'Release' }), guarded))).code).toBe('UNAUTHENTICATED');
    expect((await exchange(tokenOf({ environment: 'release' }), guarded)).token).toMatch(/^gati_/);
  });
});

describe('trusted publishers', () => {
  test('are added, listed and removed by who manages the namespace, and hidden from everyone else', async () => {
    const mallory = await world.signUp('mallory');
    const { id } = await world.database.client.namespace.findUniqueOrThrow({ where: { handle: 'ada' } });
    const added = await add({ artifact: parseArtifactName('@ada/pending'), workflow: 'publish.yml' });
    expect((await refusal(add({}, mallory.principal))).code).toBe('NAMESPACE_PERMISSION_DENIED');
    expect((await refusal(add({ artifact: parseArtifactName('@ada/pending'), workflow: 'publish.yml' }))).code).toBe('VALIDATION_FAILED');
    expect((await refusal(world.namespaces.removeTrustedPublisher(mallory.principal, added.id, {}))).code).toBe('NOT_FOUND');
    expect(await world.namespaces.listTrustedPublishers(mallory.principal, { id, handle: 'ada' })).toBeNull();
    expect((await world.namespaces.listTrustedPublishers(ada.principal, { id, handle: 'ada' }))?.map((one) => one.id)).toContain(added.id);
    await world.namespaces.removeTrustedPublisher(ada.principal, added.id, {});
    expect((await refusal(world.namespaces.removeTrustedPublisher(ada.principal, added.id, {}))).code).toBe('NOT_FOUND');
  });

  test.each([
    { issuer: 'https://evil.example' },
    { repository: 'auth' },
    { repository: 'a/../b c' },
    { workflow: '../publish.yml' },
    { workflow: 'publish.sh' },
    { environment: '' },
  ])('with %j are refused', async (change) => {
    expect((await refusal(add(change))).code).toBe('VALIDATION_FAILED');
  });
});

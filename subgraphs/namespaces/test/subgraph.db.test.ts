import { anonymous, type Principal } from '@gati/authority';
import { makeExecutable, type ExecutableSubgraph } from '@gati/subgraph';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamespacesSubgraph } from '../src/subgraph.ts';
import { newAddress, openWorld, password, publicUrl, type World } from './world.ts';

let world: World;
let subgraph: ExecutableSubgraph;
const silent = () => {};
beforeAll(async () => {
  world = await openWorld();
  const logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => logger };
  subgraph = makeExecutable(createNamespacesSubgraph(world.namespaces), { publicUrl, logger });
});
afterAll(() => world.remove());

/** The operations that clients are written against, less what other subgraphs answer. */
const contract = readFileSync(new URL('../../../acceptance/contract/identity.graphql', import.meta.url), 'utf8');
const fragment = /^fragment SessionParts .*$/m.exec(contract)![0];
const operation = (name: string): string => {
  const start = contract.search(new RegExp(`^(?:query|mutation) ${name}\\b`, 'm'));
  const rest = contract.slice(start);
  const end = rest.slice(1).search(/^(?:query|mutation) /m);
  const text = (end < 0 ? rest : rest.slice(0, end + 1)).replace(/artifacts\(first: 20\) \{[^}]*\{[^}]*\}[^}]*\}/, '');
  return text.includes('SessionParts') ? `${fragment}\n${text}` : text;
};

interface Answer {
  // The shape of an answer differs with every operation.
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string; readonly details: Record<string, unknown> };
  }[];
}
const ask = async (query: string, variables: object = {}, principal: Principal = anonymous): Promise<Answer> =>
  JSON.parse(
    JSON.stringify(
      await subgraph.execute({ query, variables: variables as Record<string, unknown>, principal, requestId: 'r-1', clientAddress: newAddress() }),
    ),
  ) as Answer;
const run = (name: string, input?: object, principal?: Principal) => ask(operation(name), input ? { input } : {}, principal);

describe("the contract's operations", () => {
  test('lead from signing up to signing out', async () => {
    const { data, errors } = await run('SignUp', { handle: 'ada', email: 'Ada@example.com', password });
    expect(errors).toBeUndefined();
    const { session } = data.signUp;
    expect(session.account).toEqual({ id: expect.any(String), handle: 'ada', email: 'Ada@example.com' });
    expect(Date.parse(session.expiresAt)).toBe(Math.floor(world.clock().getTime() / 1000) * 1000 + 900_000);
    const ada = await world.namespaces.authenticate(`Bearer ${session.accessToken}`);

    expect((await run('SignIn', { handleOrEmail: 'ada@example.com', password, totp: null })).data.signIn.session.account.handle).toBe('ada');
    const refreshed = await run('RefreshSession', { refreshToken: session.refreshToken });
    expect(refreshed.data.refreshSession.session.account.email).toBe('Ada@example.com');
    expect((await run('CreateSocketTicket', undefined, ada)).data.createSocketTicket).toEqual({
      ticket: expect.stringMatching(/^gatt_/),
      expiresAt: expect.any(String),
    });

    expect((await run('CreateOrganization', { handle: 'acme', displayName: 'Acme, Inc.' }, ada)).data.createOrganization.namespace).toMatchObject({
      handle: 'acme',
      kind: 'ORGANIZATION',
    });
    const made = await run('CreateApiKey', { name: 'ci', scopes: ['READ', 'PUBLISH'], namespaces: ['acme'], expiresAt: '2027-01-01T00:00:00Z' }, ada);
    expect(made.errors).toBeUndefined();
    expect(made.data.createApiKey).toEqual({
      secret: expect.stringMatching(/^gati_/),
      apiKey: {
        id: expect.any(String),
        name: 'ci',
        scopes: ['READ', 'PUBLISH'],
        namespaces: [{ handle: 'acme' }],
        expiresAt: '2027-01-01T00:00:00.000Z',
        lastUsedAt: null,
      },
    });

    const viewer = await ask(operation('Viewer'), {}, ada);
    expect(viewer.errors).toBeUndefined();
    expect(viewer.data.viewer).toEqual({
      account: { id: session.account.id, handle: 'ada', email: 'Ada@example.com' },
      memberships: [
        { role: 'OWNER', namespace: { id: expect.any(String), handle: 'ada', kind: 'USER' } },
        { role: 'OWNER', namespace: { id: expect.any(String), handle: 'acme', kind: 'ORGANIZATION' } },
      ],
      apiKeys: [{ id: made.data.createApiKey.apiKey.id, name: 'ci', scopes: ['READ', 'PUBLISH'], lastUsedAt: null }],
      invitations: [],
    });

    const { id } = made.data.createApiKey.apiKey;
    expect((await run('RevokeApiKey', { id }, ada)).data.revokeApiKey.apiKey).toEqual({ id, revokedAt: world.clock().toISOString() });

    const device = (await run('StartDeviceLogin', { clientName: 'gati' })).data.startDeviceLogin;
    expect(device).toEqual({
      deviceCode: expect.any(String),
      userCode: expect.any(String),
      verificationUrl: `${publicUrl}/device`,
      expiresAt: expect.any(String),
      intervalSeconds: 5,
    });
    const pending = await run('CompleteDeviceLogin', { deviceCode: device.deviceCode });
    expect(pending.data).toEqual({ completeDeviceLogin: null });
    expect(pending.errors?.[0]?.extensions.code).toBe('AUTHORIZATION_PENDING');
    expect((await run('CompleteDeviceLogin', { deviceCode: device.deviceCode })).errors?.[0]?.extensions).toMatchObject({
      code: 'SLOW_DOWN',
      details: { intervalSeconds: 10 },
    });
    expect((await run('ApproveDeviceLogin', { userCode: device.userCode }, ada)).data.approveDeviceLogin).toEqual({ clientName: 'gati' });
    expect((await run('CompleteDeviceLogin', { deviceCode: device.deviceCode })).data.completeDeviceLogin.session.account.handle).toBe('ada');

    expect((await run('SignOut', undefined, ada)).data.signOut).toEqual({ endedAt: world.clock().toISOString() });
  });

  test('show a namespace to everyone, and the members of an organization to its members', async () => {
    const { principal } = await world.signUp('bob');
    await run('CreateOrganization', { handle: 'bobs' }, principal);
    const asOwner = await ask(operation('Namespace'), { handle: '@bobs' }, principal);
    expect(asOwner.errors).toBeUndefined();
    expect(asOwner.data.namespace).toEqual({
      id: expect.any(String),
      handle: 'bobs',
      kind: 'ORGANIZATION',
      displayName: 'bobs',
      badges: [],
      members: { nodes: [{ role: 'OWNER', account: { handle: 'bob' } }] },
    });
    expect((await ask(operation('Namespace'), { handle: 'bobs' })).data.namespace.members).toEqual({ nodes: [] });
    expect((await ask(operation('Namespace'), { handle: 'bob' })).data.namespace).toMatchObject({
      kind: 'USER',
      members: { nodes: [{ role: 'OWNER', account: { handle: 'bob' } }] },
    });
  });

  test('answer null without an error for a namespace that is none', async () => {
    for (const handle of ['nobody', '', 'Not A Handle', 'x'.repeat(1000)])
      expect(await ask(operation('Namespace'), { handle })).toEqual({ data: { namespace: null } });
  });
});

describe('refusals', () => {
  test('of an input name every field with its path', async () => {
    const { data, errors } = await run('SignUp', { handle: 'Not A Handle', email: 'nowhere', password: 'short' });
    expect(data).toEqual({ signUp: null });
    expect(errors?.[0]?.extensions.code).toBe('VALIDATION_FAILED');
    expect((errors?.[0]?.extensions.details['fields'] as { path: string }[]).map(({ path }) => path)).toEqual([
      'input.handle',
      'input.email',
      'input.password',
    ]);
    expect(JSON.stringify(errors)).not.toContain('"short"');
  });

  test.each([
    [{ name: '', scopes: ['READ'] }, 'input.name'],
    [{ name: 'x', scopes: [] }, 'input.scopes'],
    [{ name: 'x', scopes: ['READ'], namespaces: [] }, 'input.namespaces'],
    [{ name: 'x', scopes: ['READ'], namespaces: ['ok', 'Not One'] }, 'input.namespaces.1'],
    [{ name: 'x', scopes: ['READ'], expiresAt: '2020-01-01T00:00:00Z' }, 'input.expiresAt'],
  ])('of a key as %o point at %s', async (input, path) => {
    const { principal } = await world.signUp(`wishes-${path.replaceAll('.', '-').toLowerCase()}`);
    const { errors } = await run('CreateApiKey', input, principal);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_FAILED', details: { fields: [{ path }] } });
  });

  test.each(['SignOut', 'CreateSocketTicket'])('%s needs somebody who is signed in', async (name) => {
    expect((await run(name)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('of forged cursors and impossible page sizes', async () => {
    await world.signUp('paged');
    const page = (args: string) => ask(`{ namespace(handle: "paged") { members(${args}) { totalCount } } }`);
    for (const args of ['first: 0', 'first: 101', 'after: "forged"']) expect((await page(args)).errors?.[0]?.extensions.code).toBe('VALIDATION_FAILED');
  });
});

test('nobody is the viewer without signing in, and nothing is asked of the database for it', async () => {
  world.queries.count = 0;
  expect(await ask('{ viewer { account { handle } } }')).toEqual({ data: { viewer: null } });
  expect(world.queries.count).toBe(0);
});

test('pages of members joined by their cursors are all of them', async () => {
  const { principal } = await world.signUp('chief');
  await run('CreateOrganization', { handle: 'crowd' }, principal);
  const { id } = (await world.namespaces.namespaceByHandle('crowd'))!;
  for (let i = 0; i < 6; i++) {
    const member = await world.signUp(`member${i}`);
    await world.database.client.membership.create({
      data: { namespaceId: id, accountId: member.principal.accountId, role: i < 2 ? 'admin' : 'read', createdAt: world.clock() },
    });
  }
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data, errors } = await ask(
      'query ($after: String) { namespace(handle: "crowd") { members(first: 3, after: $after) { totalCount edges { cursor node { account { handle } } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }',
      { after },
      principal,
    );
    expect(errors).toBeUndefined();
    const { members } = data.namespace;
    expect(members.totalCount).toBe(7);
    expect(members.pageInfo.hasPreviousPage).toBe(after !== null);
    seen.push(...members.edges.map((edge: { node: { account: { handle: string } } }) => edge.node.account.handle));
    after = members.pageInfo.hasNextPage ? members.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toEqual(['chief', 'member0', 'member1', 'member2', 'member3', 'member4', 'member5']);
});

describe('entities', () => {
  const entities = (references: readonly object[], selection: string, principal?: Principal) =>
    ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: references }, principal);

  test('namespaces are found by id and by handle, in one query for each key, and unknown ones are null', async () => {
    await world.signUp('entity');
    const { id } = (await world.namespaces.namespaceByHandle('entity'))!;
    world.queries.count = 0;
    const { data, errors } = await entities(
      [
        ...Array.from({ length: 5 }, () => ({ __typename: 'Namespace', id })),
        { __typename: 'Namespace', handle: 'entity' },
        { __typename: 'Namespace', handle: 'nobody' },
        { __typename: 'Namespace', id: 'x' },
      ],
      '... on Namespace { id handle displayName }',
    );
    expect(errors).toBeUndefined();
    const shown = { id, handle: 'entity', displayName: 'entity' };
    expect(data._entities).toEqual([shown, shown, shown, shown, shown, shown, null, null]);
    expect(world.queries.count).toBe(2);
  });

  test('the e-mail address of an account is shown to itself alone', async () => {
    const [self, other] = [await world.signUp('private-one'), await world.signUp('curious')];
    const mine = [{ __typename: 'Account', id: self.principal.accountId }];
    const selection = '... on Account { handle email }';
    expect((await entities(mine, selection, self.principal)).data._entities).toEqual([{ handle: 'private-one', email: 'private-one@example.com' }]);
    for (const asker of [anonymous, other.principal])
      expect((await entities(mine, selection, asker)).data._entities).toEqual([{ handle: 'private-one', email: null }]);
    const listed = await ask('{ namespace(handle: "private-one") { members { nodes { account { email } } } } }', {}, other.principal);
    expect(listed.data.namespace.members.nodes).toEqual([{ account: { email: null } }]);
  });

  test('the viewer is whoever asks, whatever id a reference brings', async () => {
    const [self, other] = [await world.signUp('me-myself'), await world.signUp('not-me')];
    const reference = [{ __typename: 'Viewer', id: other.principal.accountId }];
    expect((await entities(reference, '... on Viewer { account { handle } }', self.principal)).data._entities).toEqual([{ account: { handle: 'me-myself' } }]);
    expect((await entities(reference, '... on Viewer { account { handle } }')).data._entities).toEqual([null]);
  });
});

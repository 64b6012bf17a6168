import { anonymous, type Principal } from '@gati/authority';
import { generateKeyPair, signProof } from '@gati/signatures';
import { makeExecutable, type ExecutableSubgraph } from '@gati/subgraph';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSecuritySubgraph } from '../src/subgraph.ts';
import { createWorld, finding, principal, type World } from './world.ts';
import type { Pushed } from './fake-artifacts.ts';

let database: TestDatabase;
let world: World;
let subgraph: ExecutableSubgraph;
const versions: Pushed[] = [];
const silent = { debug() {}, info() {}, warn() {}, error() {} };

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database, {
    engines: {
      osv: () => [finding(), ...Array.from({ length: 4 }, (_, index) => finding({ title: `t${index}`, severity: 'LOW', advisory: null, package: null }))],
    },
  });
  for (let index = 0; index < 3; index++) {
    const pushed = world.artifacts.push({
      namespaceId: world.namespaceId,
      name: '@acme/auth',
      version: `1.${index}.0`,
      files: { packages: 'lodash 4.17.15', n: `${index} ${Math.random()}` },
    });
    if (index < 2) world.sign(pushed);
    await world.admit(pushed);
    await world.scan(pushed);
    world.clock.advance(1000);
    versions.push(pushed);
  }
  subgraph = makeExecutable(createSecuritySubgraph(world.security), {
    publicUrl: 'http://127.0.0.1:4000',
    logger: silent as never,
  });
});
afterAll(async () => {
  await world.close();
  await database.remove();
});

const ask = (query: string, variables: Record<string, unknown> = {}, asker: Principal = anonymous) =>
  subgraph.execute({ query, variables, principal: asker, requestId: 'r1' });
const entities = (fields: string, representations: readonly object[], asker?: Principal) =>
  ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`, { r: representations }, asker);
const versionFields = `... on Version {
  id
  signature { status signedBy { kind subject fingerprint } signedAt transparencyLog { index } }
  attestations { predicateType status digest }
  sbom { format digest componentCount }
  scan { id status startedAt finishedAt score scoreReasons { delta reason } counts { critical high medium low unknown } engines { name version databaseUpdatedAt status }
    findings(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { id kind severity title path advisory { id aliases url cvssScore } package { name version fixedVersion } suggestion } } } }`;
const reference = ({ versionId }: Pushed) => ({ __typename: 'Version', id: versionId });

test('a version shows its signature, bill of materials and scan', async () => {
  const { data, errors } = await entities(versionFields, versions.map(reference));
  expect(errors).toBeUndefined();
  const [first, , third] = (data as { _entities: Record<string, never>[] })._entities;
  expect(first).toMatchObject({
    signature: {
      status: 'VALID',
      signedBy: { kind: 'KEY', subject: null, fingerprint: world.key.fingerprint },
      signedAt: '2026-03-01T12:00:00.000Z',
      transparencyLog: null,
    },
    attestations: [],
    sbom: { format: 'CYCLONEDX', componentCount: 1, digest: expect.stringMatching(/^sha256:/) },
    scan: {
      status: 'FINDINGS',
      counts: { high: 1, low: 4 },
      findings: {
        totalCount: 5,
        pageInfo: { hasNextPage: true },
        nodes: [
          { severity: 'HIGH', kind: 'VULNERABILITY' },
          { severity: 'LOW', advisory: null },
        ],
      },
    },
  });
  expect(third).toMatchObject({ signature: { status: 'UNSIGNED', signedBy: null, signedAt: null }, sbom: null, scan: null });
});

test('rights are asked for once, and what is hidden is null', async () => {
  const [first, second] = versions as [Pushed, Pushed];
  world.artifacts.hidden.add(second.versionId);
  world.artifacts.asked.batches.length = 0;
  const { data } = await entities('... on Version { id signature { status } }', [first, second, first].map(reference));
  world.artifacts.hidden.clear();
  expect((data as { _entities: unknown[] })._entities).toEqual([
    { id: first.versionId, signature: { status: 'VALID' } },
    null,
    { id: first.versionId, signature: { status: 'VALID' } },
  ]);
  expect(world.artifacts.asked.batches).toEqual([[first.versionId, second.versionId]]);
});

test('findings are read page by page, each once; a made-up cursor is refused', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await ask(
      `query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on Version { scan { findings(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } } }`,
      { r: [reference(versions[0]!)], after },
    );
    const page = (data as { _entities: { scan: { findings: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } }[] })
      ._entities[0]!.scan.findings;
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(new Set(seen).size).toBe(5);
  const { errors } = await ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Version { scan { findings(after: "x") { totalCount } } } } }`, {
    r: [reference(versions[0]!)],
  });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('the keys of a namespace are public', async () => {
  const { data, errors } = await entities(
    '... on Namespace { signingKeys { id fingerprint algorithm publicKeyPem validFrom revokedAt } signingIdentities { id issuer subject } }',
    [{ __typename: 'Namespace', id: world.namespaceId }],
  );
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    _entities: [
      {
        signingKeys: [
          {
            id: world.keyId,
            fingerprint: world.key.fingerprint,
            algorithm: 'ECDSA_P256',
            publicKeyPem: world.key.publicKeyPem,
            validFrom: '2026-03-01T12:00:00.000Z',
            revokedAt: null,
          },
        ],
        signingIdentities: [],
      },
    ],
  });
});

test('a key is registered and revoked as the contract writes it', async () => {
  const pair = generateKeyPair('ED25519');
  const input = {
    namespace: `@${world.handle}`,
    publicKeyPem: pair.publicKeyPem,
    proof: signProof({ namespace: world.handle, privateKey: pair.privateKey }),
    validFrom: '2026-01-01T00:00:00Z',
  };
  const register = `mutation ($input: RegisterSigningKeyInput!) { registerSigningKey(input: $input) { signingKey { id fingerprint algorithm validFrom revokedAt } } }`;
  expect((await ask(register, { input })).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  const registered = await ask(register, { input }, principal());
  const { id } = (registered.data as { registerSigningKey: { signingKey: { id: string } } }).registerSigningKey.signingKey;
  expect(registered.data).toMatchObject({
    registerSigningKey: { signingKey: { fingerprint: pair.fingerprint, algorithm: 'ED25519', validFrom: '2026-01-01T00:00:00.000Z', revokedAt: null } },
  });

  const pushed = world.artifacts.push({ namespaceId: world.namespaceId, name: '@acme/later', version: '1.0.0' });
  world.sign(pushed, pair);
  await world.admit(pushed);
  const revoked = await ask(
    `mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { signingKey { id revokedAt } quarantined(first: 50) { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage } } } }`,
    { input: { id, from: '2026-01-02T00:00:00Z', reason: 'lost' } },
    principal(),
  );
  expect(revoked.data).toMatchObject({
    revokeSigningKey: {
      signingKey: { id, revokedAt: '2026-01-02T00:00:00.000Z' },
      quarantined: { totalCount: 1, nodes: [{ id: pushed.versionId }], pageInfo: { hasNextPage: false } },
    },
  });
});

test('a scan is followed as the contract writes it, and what is hidden is refused like what is missing', async () => {
  const document = `subscription ($artifact: String!, $version: String!, $after: Int) { scanProgress(artifact: $artifact, version: $version, after: $after) {
    sequence stage percent status newFindings { kind severity title } score counts { critical high medium low unknown } version { id } } }`;
  const start = (artifact: string, version: string) =>
    subgraph.subscribe({ query: document, variables: { artifact, version }, principal: anonymous, requestId: 'r1' });
  const stream = await start('@acme/auth', '1.0.0');
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  const events = [];
  for await (const event of stream) events.push(event);
  expect(events).toHaveLength(1);
  expect(events[0]?.data).toMatchObject({
    scanProgress: { stage: 'SCORE', status: 'FINDINGS', percent: 100, version: { id: versions[0]!.versionId }, counts: { high: 1 } },
  });

  world.artifacts.hidden.add(versions[1]!.versionId);
  const [hidden, missing] = [await start('@acme/auth', '1.1.0'), await start('@acme/auth', '9.9.9')];
  world.artifacts.hidden.clear();
  expect(hidden).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  expect(JSON.stringify(hidden).replaceAll('1.1.0', '9.9.9')).toBe(JSON.stringify(missing));
});

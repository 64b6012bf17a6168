import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClientFor, operations, pending, signUp, type Client } from '../src/client.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

let registry: Registry;
let ada: Client & { handle: string; password: string };
beforeAll(async () => {
  // The tests speak through a proxy of their own, which names the addresses it speaks for.
  registry = await startRegistry({ settings: { TRUST_PROXY: '127.0.0.1' } });
  ada = await signUp(registry.url, 'ada');
});
afterAll(() => registry?.stop());

const served = [...operations.keys()].filter((name) => !pending.has(name));

test.each(served)('%s runs as it is written: the gateway knows every field of it', async (name) => {
  // Without its variables an operation is refused for them alone, and for nothing that it asks for.
  const { errors } = await createClientFor(registry.url).run(name);
  for (const { message, extensions } of errors) {
    expect(message).not.toMatch(/Cannot query|Unknown (?:type|argument|field)/);
    expect(extensions, message).toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
      docsUrl: expect.stringContaining('/errors/'),
      requestId: expect.any(String),
    });
  }
});

test.each([...pending])('%s is not there yet, rather than half there', async (name) => {
  const { errors } = await createClientFor(registry.url).run(name);
  expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

describe('accounts and sessions', () => {
  test('a handle is given once, and reserved ones never', async () => {
    const input = { handle: 'ada', email: 'other@example.com', password: 'a long password' };
    expect((await createClientFor(registry.url).refused('SignUp', { input })).extensions.code).toBe('HANDLE_TAKEN');
    expect((await createClientFor(registry.url).refused('SignUp', { input: { ...input, handle: 'admin' } })).extensions.code).toBe('HANDLE_RESERVED');
  });

  test('a wrong handle and a wrong password are answered alike', async () => {
    const without = ({ message, extensions: { code, details, suggestions } }: Awaited<ReturnType<Client['refused']>>) => ({
      message,
      code,
      details,
      suggestions,
    });
    const wrongPassword = await createClientFor(registry.url).refused('SignIn', { input: { handleOrEmail: 'ada', password: 'not the password' } });
    const wrongHandle = await createClientFor(registry.url).refused('SignIn', { input: { handleOrEmail: 'nobody-at-all', password: 'not the password' } });
    expect(without(wrongHandle)).toEqual(without(wrongPassword));
  });

  test('a refresh token works once; who signs out is out within five seconds everywhere', async () => {
    const { signIn } = await createClientFor(registry.url).ask('SignIn', { input: { handleOrEmail: 'ada@example.com', password: ada.password } });
    const { refreshSession } = await createClientFor(registry.url).ask('RefreshSession', { input: { refreshToken: signIn.session.refreshToken } });
    const client = createClientFor(registry.url, refreshSession.session.accessToken);
    expect((await client.ask('Viewer')).viewer.account.handle).toBe('ada');
    await client.ask('SignOut');
    // At once in the process that ended the session, within five seconds in every other.
    await expect.poll(async () => (await client.run('Viewer')).errors[0]?.extensions.code, { timeout: 5_000 }).toBe('UNAUTHENTICATED');
  });

  test('an API key does what its scopes say and no more, until it is revoked', async () => {
    const { createApiKey } = await ada.ask('CreateApiKey', { input: { name: 'reader', scopes: ['READ'] } });
    const reader = createClientFor(registry.url, createApiKey.secret);
    expect((await reader.ask('Viewer')).viewer.account.handle).toBe('ada');
    expect((await reader.refused('CreateOrganization', { input: { handle: 'by-key' } })).extensions.code).toMatch(/FORBIDDEN|NAMESPACE_PERMISSION_DENIED/);
    await ada.ask('RevokeApiKey', { input: { id: createApiKey.apiKey.id } });
    await expect.poll(async () => (await reader.run('Viewer')).status, { timeout: 6_000 }).toBe(401);
  });

  test('a device gets its session once, after it was approved in a browser', async () => {
    const anyone = createClientFor(registry.url);
    const { startDeviceLogin: device } = await anyone.ask('StartDeviceLogin', { input: { clientName: 'a laptop' } });
    expect(device.verificationUrl).toContain(`${registry.url}/device`);
    expect((await anyone.refused('CompleteDeviceLogin', { input: { deviceCode: device.deviceCode } })).extensions.code).toBe('AUTHORIZATION_PENDING');
    expect((await ada.ask('ApproveDeviceLogin', { input: { userCode: device.userCode.toLowerCase() } })).approveDeviceLogin.clientName).toBe('a laptop');
    const complete = () => anyone.run('CompleteDeviceLogin', { input: { deviceCode: device.deviceCode } });
    await expect
      .poll(async () => (await complete()).data?.completeDeviceLogin?.session.account.handle, {
        timeout: 30_000,
        interval: (device.intervalSeconds + 5) * 1_000 + 200,
      })
      .toBe('ada');
    expect((await complete()).data?.completeDeviceLogin ?? null).toBeNull();
  });
});

test('whoever guesses passwords is held back at their own address, and the owner at another is not', async () => {
  const guess = (address: string, password: string) =>
    fetch(`${registry.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ query: operations.get('SignIn'), variables: { input: { handleOrEmail: 'grace', password } } }),
    }).then(async (response) => ((await response.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code ?? 'signed in');
  const { password } = await signUp(registry.url, 'grace');
  const guesses = await Promise.all(Array.from({ length: 30 }, () => guess('203.0.113.7', 'not the password')));

  expect(guesses).toContain('RATE_LIMITED');
  expect(await guess('198.51.100.1', password)).toBe('signed in');
});

test('whoever spends a minute`s budget waits for the next, and others do not', async () => {
  const dear = '{ search(query: {}, first: 100) { nodes { artifact { versions(first: 100) { nodes { version } } } } } }';
  const ask = (address: string, query = '{ search(query: {}) { totalCount } }') =>
    fetch(`${registry.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ query }),
    });
  let spent: Response | undefined;
  for (let round = 0; round < 30 && !spent; round++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('203.0.113.8', dear)));
    spent = answers.find(({ status }) => status === 429);
  }
  const { errors } = (await spent!.json()) as { errors: { extensions: { code: string; details: { retryAfterSeconds: number } } }[] };
  const { code, details } = errors[0]!.extensions;

  expect(code).toBe('RATE_LIMITED');
  expect(details.retryAfterSeconds).toBeGreaterThan(0);
  expect(spent!.headers.get('retry-after')).toBe(String(details.retryAfterSeconds));
  expect((await ask('203.0.113.8')).status).toBe(429);
  expect((await ask('198.51.100.2')).status).toBe(200);
});

describe('what hostile callers get', () => {
  const raw = (init: RequestInit, path = '/graphql') => fetch(`${registry.url}${path}`, init);

  test.each([
    ['a form', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{__typename}"}' }],
    ['a mutation by GET', { method: 'GET', headers: { 'apollo-require-preflight': 'yes' } }],
    ['a batch', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[{"query":"{__typename}"},{"query":"{__typename}"}]' }],
  ])('%s is refused', async (name, init) => {
    const response = await raw(init, name === 'a mutation by GET' ? `/graphql?query=${encodeURIComponent('mutation { signOut { endedAt } }')}` : '/graphql');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });

  test.each([
    ['deep', `{ artifact(name: "@a/b") ${'{ version { artifact '.repeat(10)} { name } ${'} }'.repeat(10)} }`],
    ['wide', `{ ${Array.from({ length: 2_000 }, (_, index) => `a${index}: suggest(prefix: "a") { text }`).join(' ')} }`],
    [
      'costly',
      '{ search(query: {}, first: 100) { nodes { artifact { versions(first: 100) { nodes { artifact { versions(first: 100) { nodes { version } } } } } } } } }',
    ],
  ])('a %s query is refused before anything is asked', async (_, query) => {
    const { status, errors } = await createClientFor(registry.url).send(query);
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('nothing of the inside shows: no suggestion of names, no stack, no path', async () => {
    const { errors } = await createClientFor(registry.url).send('{ artefact(name: "@a/b") { nme } }');
    expect(JSON.stringify(errors)).not.toMatch(/Did you mean|node_modules|\.ts:\d|at .*\(/);
  });

  test('a forged token is refused, whoever made it', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [header, payload, signature] = ada.token!.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const token of [
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${header}.${encode({ ...claims, handle: 'root' })}.${signature}`,
      `${header}.${encode({ ...claims, exp: claims.exp + 10_000 })}.${signature}`,
      'not a token',
    ]) {
      const { status, errors } = await createClientFor(registry.url, token).run('Viewer');
      expect([status, errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});

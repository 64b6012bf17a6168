import type { Scope } from '@gati/authority';
import { sha256Of } from '@gati/identifiers';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { as, clientOf, errorOf } from './client.ts';
import { keyOf } from './fake-namespaces.ts';
import { inWorld } from './world.ts';

const open = inWorld();
const basic = (username: string, password: string): string => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

describe('without credentials', () => {
  test.each([
    ['GET', '/v2/', null],
    ['GET', '/v2/acme/web/manifests/latest', 'repository:acme/web:pull'],
    ['HEAD', '/v2/acme/web/manifests/latest', 'repository:acme/web:pull'],
    ['GET', '/v2/acme/web/tags/list', 'repository:acme/web:pull'],
    ['POST', '/v2/acme/web/blobs/uploads/', 'repository:acme/web:pull,push'],
    ['PUT', '/v2/acme/web/manifests/1.0.0', 'repository:acme/web:pull,push'],
    ['DELETE', '/v2/acme/web/manifests/1.0.0', 'repository:acme/web:pull,push,delete'],
    ['GET', '/v2/nowhere/nothing/manifests/x', 'repository:nowhere/nothing:pull'],
    ['GET', '/v2/Bad_/x/tags/list', 'repository:Bad_/x:pull'],
    ['GET', '/v2/_catalog', null],
    ['PATCH', '/v2/acme/web/tags/list', null],
    ['GET', '/v2/%25zz', null],
  ])('%s %s gets 401 and is told where to get a token', async (method, path, scope) => {
    const { door } = open();
    const response = await clientOf(door, null).request(method, path);
    const challenge = `Bearer realm="${door.url}/v2/token",service="${new URL(door.url).host}"${scope === null ? '' : `,scope="${scope}"`}`;
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, challenge]);
    if (method !== 'HEAD') expect(await errorOf(response)).toMatchObject({ code: 'UNAUTHORIZED', detail: { code: 'UNAUTHENTICATED' } });
  });
});

describe('credentials that count at the door', () => {
  test('API keys and access tokens as Bearer, API keys as Basic; never a password', async () => {
    const { door, ada } = open();
    expect((await ada.get('/v2/')).status).toBe(200);
    expect((await clientOf(door, `Bearer ${await door.namespaces.accessToken('ada')}`).get('/v2/')).status).toBe(200);
    expect((await clientOf(door, basic('ada', keyOf('ada'))).get('/v2/')).status).toBe(200);
    for (const refused of [
      basic('ada', door.namespaces.passwordOf('ada')),
      basic('bob', keyOf('ada')),
      basic('', keyOf('ada')),
      'Basic !!!',
      'Bearer gati_nobody',
      'Bearer',
      'Digest x',
      `Bearer ${'x'.repeat(13_000)}`,
    ]) {
      const response = await clientOf(door, refused).get('/v2/');
      expect([refused.slice(0, 40), response.status, response.headers.get('www-authenticate')]).toEqual([
        refused.slice(0, 40),
        401,
        expect.stringContaining('error="invalid_token"'),
      ]);
    }
  });

  test('a corpus of forged tokens does not', async () => {
    const { door } = open();
    const { namespaces, url } = door;
    const principal = { kind: 'user', handle: 'ada', accountId: 'x', sessionId: null, apiKeyId: null, scopes: new Set<Scope>(), limitedTo: null } as const;
    const claims = { handle: 'ada', access: [{ repository: 'acme/web', actions: ['pull', 'push', 'delete'] }] };
    const other = await generateKeyPair('ES256', { extractable: true });
    const audience = `${url}/v2`;
    const forged = (key: Parameters<SignJWT['sign']>[0], header: object) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'oci+jwt', ...header } as never)
        .setIssuer(url)
        .setAudience(audience)
        .setExpirationTime('5m')
        .sign(key);
    const spki = new TextEncoder().encode(await exportSPKI(namespaces.publicKey));
    const genuine = await namespaces.sign(principal, { typ: 'oci+jwt', audience, claims });
    const [head = '', body = '', signature = ''] = genuine.split('.');
    const corpus: Readonly<Record<string, string>> = {
      'no signature': new UnsecuredJWT(claims).setIssuer(url).setAudience(audience).setExpirationTime('5m').encode(),
      'alg none under our type': `${Buffer.from('{"alg":"none","typ":"oci+jwt"}').toString('base64url')}.${body}.`,
      'signature cut off': `${head}.${body}.`,
      'another key': await forged(other.privateKey, {}),
      'another key, sent along': await forged(other.privateKey, { jwk: await exportJWK(other.publicKey) }),
      'a key from elsewhere': await forged(other.privateKey, { jku: 'https://evil.example/jwks.json', kid: 'x' }),
      'HS256 with the public key as secret': await forged(spki, { alg: 'HS256' }),
      expired: await namespaces.sign(principal, { typ: 'oci+jwt', audience, claims, expiresIn: '-1s' }),
      'another audience': await namespaces.sign(principal, { typ: 'oci+jwt', audience: url, claims }),
      'an access token for the OCI audience': await namespaces.sign(principal, { typ: 'at+jwt', audience, claims }),
      'another type': await namespaces.sign(principal, { typ: 'JWT', audience, claims }),
      'a changed body': `${head}.${Buffer.from(JSON.stringify({ ...claims, handle: 'bob' })).toString('base64url')}.${signature}`,
      nonsense: 'a.b.c',
      'a type only': `${Buffer.from('{"typ":"oci+jwt"}').toString('base64url')}..`,
    };
    expect((await clientOf(door, `Bearer ${genuine}`).get('/v2/')).status).toBe(200);
    for (const [what, token] of Object.entries(corpus)) {
      for (const [method, path] of [
        ['GET', '/v2/'],
        ['POST', '/v2/acme/web/blobs/uploads/'],
      ] as const) {
        expect([what, (await clientOf(door, `Bearer ${token}`).request(method, path)).status]).toEqual([what, 401]);
      }
      if (what !== 'nonsense') expect([what, (await clientOf(door, `Bearer ${token}`).get('/v2/token')).status]).toEqual([what, 401]);
    }
  });

  test('identity in a header of the request is not believed', async () => {
    const { door } = open();
    const response = await clientOf(door, null).request('GET', '/v2/', {
      headers: { 'x-user-id': 'ada', 'x-forwarded-user': 'ada', 'x-gati-principal': '{"handle":"ada"}', cookie: 'session=ada' },
    });
    expect(response.status).toBe(401);
  });
});

describe('a token', () => {
  const tokenFor = async (authorization: string | null, ...scopes: readonly string[]) => {
    const { door } = open();
    const query = new URLSearchParams([['service', 'x'], ['offline_token', 'true'], ...scopes.map((scope): [string, string] => ['scope', scope])]);
    const response = await clientOf(door, authorization).get(`/v2/token?${query}`);
    const body = (await response.json()) as { token: string; access_token: string; expires_in: number; issued_at: string; refresh_token?: string };
    return {
      response,
      body,
      client: clientOf(door, `Bearer ${body.token}`),
      access: JSON.parse(Buffer.from(body.token?.split('.')[1] ?? 'e30', 'base64url').toString()).access as unknown,
    };
  };

  test('says its form, and gives no refresh token', async () => {
    const { response, body } = await tokenFor(null);
    expect(body).toEqual({ token: body.access_token, access_token: expect.any(String), expires_in: 300, issued_at: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('is cut to what its owner may do', async () => {
    const { ada, judge, door } = open();
    const image = await ada.pushImage('acme/tokens', '1.0.0', [Buffer.from('tokens')]);
    await judge('@acme/tokens', image.digest);
    const everything = ['repository:acme/tokens:pull,push,delete', 'repository:acme/none:*', 'repository:blue/none:pull,push', 'registry:catalog:*'];
    expect((await tokenFor(basic('ada', door.namespaces.passwordOf('ada')), ...everything)).access).toEqual([
      { repository: 'acme/tokens', actions: ['pull', 'push', 'delete'] },
      { repository: 'acme/none', actions: ['pull', 'push', 'delete'] },
    ]);
    expect((await tokenFor(basic('rea', keyOf('rea')), everything.join(' '))).access).toEqual([{ repository: 'acme/tokens', actions: ['pull'] }]);
    expect((await tokenFor(null, ...everything)).access).toEqual([{ repository: 'acme/tokens', actions: ['pull'] }]);
    expect((await tokenFor(basic('ada', keyOf('ada', 'read')), ...everything)).access).toEqual([{ repository: 'acme/tokens', actions: ['pull'] }]);
  });

  test('is good for what it names: elsewhere its owner is told to ask again, and nobody learns what is hidden', async () => {
    const { ada, judge } = open();
    for (const repository of ['acme/one', 'acme/two']) {
      const image = await ada.pushImage(repository, '1.0.0', [Buffer.from(repository)]);
      await judge(`@${repository}`, image.digest);
    }
    const { client } = await tokenFor(basic('ada', keyOf('ada')), 'repository:acme/one:pull');
    expect((await client.get('/v2/acme/one/manifests/1.0.0')).status).toBe(200);
    for (const [method, path, scope] of [
      ['GET', '/v2/acme/two/manifests/1.0.0', 'repository:acme/two:pull'],
      ['POST', '/v2/acme/one/blobs/uploads/', 'repository:acme/one:pull,push'],
      ['DELETE', '/v2/acme/one/manifests/1.0.0', 'repository:acme/one:pull,push,delete'],
    ] as const) {
      const response = await client.request(method, path);
      expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        expect.stringContaining(`scope="${scope}",error="insufficient_scope"`),
      ]);
    }
    const stranger = (await tokenFor(basic('bob', keyOf('bob')), 'repository:acme/one:pull')).client;
    expect((await stranger.request('POST', '/v2/acme/one/blobs/uploads/')).status).toBe(403);
    expect((await stranger.request('POST', '/v2/acme/unknown/blobs/uploads/')).status).toBe(404);
    expect((await stranger.get('/v2/acme/unknown/manifests/1.0.0')).status).toBe(404);
  });

  test('does not carry blobs of a private repository into another one that it is good for', async () => {
    const { ada, database } = open();
    await database.client.artifact.count();
    const digest = await ada.pushBlob('conformance/private', Buffer.from('only for conformance'));
    const { client } = await tokenFor(basic('ada', keyOf('ada')), 'repository:acme/drop:pull,push');
    for (const from of ['&from=conformance/private', ''])
      expect((await client.request('POST', `/v2/acme/drop/blobs/uploads/?mount=${digest}${from}`)).status).toBe(202);
    const both = await tokenFor(basic('ada', keyOf('ada')), 'repository:acme/drop:pull,push', 'repository:conformance/private:pull');
    expect((await both.client.request('POST', `/v2/acme/drop/blobs/uploads/?mount=${digest}&from=conformance/private`)).status).toBe(201);
  });

  test('loses what its owner loses, at once', async () => {
    const { ada, door } = open();
    await ada.pushImage('acme/moving', '1.0.0', [Buffer.from('moving')]);
    const { client } = await tokenFor(basic('wim', keyOf('wim')), 'repository:acme/moving:pull,push');
    expect((await client.get('/v2/acme/moving/manifests/1.0.0')).status).toBe(200);
    door.namespaces.revoke('wim', 'acme');
    expect((await client.get('/v2/acme/moving/manifests/1.0.0')).status).toBe(404);
    expect((await client.request('POST', '/v2/acme/moving/blobs/uploads/')).status).toBe(404);
    expect((await client.putManifest('acme/moving', '1.0.1', Buffer.from('{}'))).status).toBe(404);
  });

  test('is refused for wrong credentials, and for too many scopes', async () => {
    for (const authorization of [basic('ada', 'wrong'), basic('ada', keyOf('bob')), 'Basic x', 'Bearer gati_nobody']) {
      const { response } = await tokenFor(authorization);
      expect([authorization, response.status, response.headers.get('www-authenticate')]).toEqual([authorization, 401, expect.stringMatching(/^Basic realm=/)]);
    }
    expect((await tokenFor(null, ...Array.from({ length: 51 }, (_, index) => `repository:acme/a${index}:pull`))).response.status).toBe(400);
  });

  test('can be asked for by form, as containerd does', async () => {
    const { door } = open();
    const post = (form: Record<string, string>) =>
      clientOf(door, null).request('POST', '/v2/token', {
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const answer = await post({
      grant_type: 'password',
      service: 'x',
      client_id: 'containerd',
      username: 'ada',
      password: door.namespaces.passwordOf('ada'),
      scope: 'repository:acme/forms:push',
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    const bytes = Buffer.from('by form');
    expect(
      (await clientOf(door, `Bearer ${access_token}`).request('POST', `/v2/acme/forms/blobs/uploads/?digest=${sha256Of(bytes)}`, { body: bytes })).status,
    ).toBe(201);
    expect((await post({ grant_type: 'refresh_token', refresh_token: 'x' })).status).toBe(400);
    expect((await post({ grant_type: 'password', username: 'ada', password: 'wrong' })).status).toBe(401);
  });
});

test('a key for reading does not write', async () => {
  const { door } = open();
  expect((await as(door, 'ada', 'read').request('POST', '/v2/acme/read-only/blobs/uploads/')).status).toBe(403);
  expect((await as(door, 'ada', 'publish').request('POST', '/v2/acme/read-only/blobs/uploads/')).status).toBe(202);
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, publicUrl, shapes, type OpenGateway } from './shop.ts';

describe.each(shapes)('GraphQL over HTTP, subgraphs %s', (shape) => {
  let open: OpenGateway;
  beforeAll(async () => {
    open = await openGateway({ shape });
  });
  afterAll(() => open.close());

  it('joins what three subgraphs know', async () => {
    const { status, headers, body } = await open.ask('query($id: ID!) { good(id: $id) { name price ratings(first: 1) { stars by { name } } } }', {
      variables: { id: 'g1' },
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({ data: { good: { name: 'Good 1', price: 101, ratings: [{ stars: 1, by: { name: 'Person p-g1-0' } }] } } });
  });

  it('hands the identity to every subgraph, and none to nobody', async () => {
    const query = '{ whoami good(id: "g1") { caller ratedBy } }';
    expect((await open.ask(query, { user: 'alice' })).body.data).toEqual({ whoami: 'alice', good: { caller: 'alice', ratedBy: 'alice' } });
    expect((await open.ask(query)).body.data).toEqual({ whoami: null, good: { caller: null, ratedBy: null } });
  });

  it('answers credentials that do not count with 401, before any subgraph is asked', async () => {
    const before = open.shop.totalCalls();
    const { status, headers, body } = await open.ask('{ whoami }', { user: 'expired' });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.data).toBeUndefined();
    expect(body.errors[0].extensions).toMatchObject({ code: 'UNAUTHENTICATED', docsUrl: `${publicUrl}/errors/UNAUTHENTICATED` });
    expect(open.shop.totalCalls()).toBe(before);
  });

  it('gives every error the same five extensions, and the request id of the answer', async () => {
    const errors = [
      (await open.ask('{ secret }')).body.errors[0],
      (await open.ask('{ boom }')).body.errors[0],
      (await open.ask('{ nothing }')).body.errors[0],
      (await open.ask('{')).body.errors[0],
      (await open.ask('query($id: ID!) { good(id: $id) { name } }')).body.errors[0],
      (await open.ask('mutation { setPrice(id: "none", price: 1) { id } }')).body.errors[0],
      (await open.ask('{ good(id: "g1") { explode } }')).body.errors[0],
      (await open.ask('{ whoami }', { user: 'expired' })).body.errors[0],
    ];
    for (const error of errors) expect(Object.keys(error.extensions).sort()).toEqual(['code', 'details', 'docsUrl', 'requestId', 'suggestions']);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([
      'UNAUTHENTICATED',
      'INTERNAL',
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
      'NOT_FOUND',
      'RATE_LIMITED',
      'UNAUTHENTICATED',
    ]);
    expect(errors[6].extensions.details).toEqual({ retryAfterSeconds: 7 });
    expect(errors[6].path).toEqual(['good', 'explode']);

    const own = await open.ask('{ boom }', { headers: { 'x-request-id': 'a-request-of-mine' } });
    expect(own.headers.get('x-request-id')).toBe('a-request-of-mine');
    expect(own.body.errors[0].extensions.requestId).toBe('a-request-of-mine');
    const forged = await open.ask('{ boom }', { headers: { 'x-request-id': 'x y {}' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps data beside an error of one field', async () => {
    const { status, body } = await open.ask('{ good(id: "g1") { name explode } boom }');
    expect(status).toBe(200);
    expect(body.data).toEqual({ good: { name: 'Good 1', explode: null }, boom: null });
    expect(body.errors).toHaveLength(2);
  });

  it('shows a hidden entity as a missing one, with nothing in the extensions that tells them apart', async () => {
    const { body } = await open.ask('{ good(id: "none") { name } }');
    expect(body).toEqual({ data: { good: null } });
  });

  it('answers 400 for what is not valid, in the media type that was asked for', async () => {
    const plain = await open.ask('{ nothing }');
    expect([plain.status, plain.headers.get('content-type')]).toEqual([400, 'application/json; charset=utf-8']);
    const typed = await open.ask('{ nothing }', { headers: { accept: 'application/graphql-response+json' } });
    expect([typed.status, typed.headers.get('content-type')]).toEqual([400, 'application/graphql-response+json; charset=utf-8']);
    const partial = await open.ask('{ boom }', { headers: { accept: 'application/graphql-response+json' } });
    expect([partial.status, partial.headers.get('content-type')]).toEqual([200, 'application/graphql-response+json; charset=utf-8']);
  });

  it('tells where a document is wrong, and everything that is wrong with it', async () => {
    const { body } = await open.ask('{\n  nothing\n  neither\n}');
    expect(body.errors.map(({ locations }: { locations: unknown }) => locations)).toEqual([[{ line: 2, column: 3 }], [{ line: 3, column: 3 }]]);
  });

  it('chooses among several operations by name, and says so when it cannot', async () => {
    const query = 'query One { whoami } query Two { goods(first: 1) { id } }';
    expect((await open.ask(query, { operationName: 'Two' })).body).toEqual({ data: { goods: [{ id: 'g0' }] } });
    expect((await open.ask(query)).body.errors[0].message).toContain('several operations');
    expect((await open.ask(query, { operationName: 'Three' })).body.errors[0].message).toContain('no operation Three');
  });

  it('remembers a document by its hash', async () => {
    const query = '{ goods(first: 2) { name } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const post = async (body: object) => {
      const response = await fetch(`${open.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      return {
        status: response.status,
        body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: { code: string; requestId: string } }[] },
      };
    };
    const unknown = await post({ extensions });
    expect(unknown.status).toBe(200);
    expect(unknown.body.errors![0]).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', requestId: expect.any(String) },
    });
    expect((await post({ query, extensions })).body.data).toEqual({ goods: [{ name: 'Good 0' }, { name: 'Good 1' }] });
    expect((await post({ extensions })).body.data).toEqual({ goods: [{ name: 'Good 0' }, { name: 'Good 1' }] });
    const wrong = await post({ query: '{ whoami }', extensions });
    expect([wrong.status, wrong.body.errors![0]!.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(wrong.body.errors![0]!.extensions.requestId).toBeTruthy();

    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    const got = await fetch(`${open.url}/graphql?${search.toString()}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await got.json()).toEqual({ data: { goods: [{ name: 'Good 0' }, { name: 'Good 1' }] } });
  });

  it('answers queries by GET, with variables', async () => {
    const search = new URLSearchParams({ query: 'query($id: ID!) { good(id: $id) { name } }', variables: '{"id":"g2"}' });
    const response = await fetch(`${open.url}/graphql?${search.toString()}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await response.json()).toEqual({ data: { good: { name: 'Good 2' } } });
  });

  it('sends a subscription to the socket', async () => {
    const { status, body } = await open.ask('subscription { priceChanged(id: "g1") { id } }');
    expect(status).toBe(400);
    expect(body.errors[0].extensions.suggestions[0]).toContain('graphql-transport-ws');
  });

  it('introspects, alone and beside data', async () => {
    const { body } = await open.ask('{ __schema { queryType { name } } __type(name: "Good") { kind fields { name } } whoami }', { user: 'alice' });
    expect(body.data.__schema).toEqual({ queryType: { name: 'Query' } });
    expect(body.data.__type.fields.map(({ name }: { name: string }) => name)).toContain('ratings');
    expect(body.data.whoami).toBe('alice');
  });
});

describe('requests that are no GraphQL', () => {
  let open: OpenGateway;
  beforeAll(async () => {
    open = await openGateway();
  });
  afterAll(() => open.close());

  it('tells who sends several operations at once to send one', async () => {
    const response = await fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"query":"{ whoami }"},{"query":"{ whoami }"}]',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Send one operation a request.');
  });

  it.each([
    ['an array of operations', 'POST', '[{"query":"{ whoami }"}]', 'application/json', 400],
    ['no JSON', 'POST', '{"query":', 'application/json', 400],
    ['no object', 'POST', '"{ whoami }"', 'application/json', 400],
    ['no query', 'POST', '{}', 'application/json', 400],
    ['a query that is no text', 'POST', '{"query":{"kind":"Document"}}', 'application/json', 400],
    ['variables that are no object', 'POST', '{"query":"{ whoami }","variables":"{}"}', 'application/json', 400],
    ['a prototype in the variables', 'POST', '{"query":"{ whoami }","variables":{"__proto__":{"x":1}}}', 'application/json', 400],
    ['an empty body', 'POST', '', 'application/json', 400],
    ['XML', 'POST', '<query/>', 'application/xml', 415],
    ['too large a body', 'POST', JSON.stringify({ query: '{ whoami }', variables: { x: 'x'.repeat(1024 * 1024) } }), 'application/json', 413],
    ['another method', 'PUT', '{"query":"{ whoami }"}', 'application/json', 405],
  ])('refuses %s with a typed error', async (_what, method, body, type, status) => {
    const response = await fetch(`${open.url}/graphql`, { method, headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', requestId: response.headers.get('x-request-id') });
    expect(open.shop.totalCalls()).toBe(0);
  });
});

import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type OpenGateway } from './shop.ts';

let open: OpenGateway;
beforeAll(async () => {
  open = await openGateway();
});
afterAll(() => open.close());

describe("a page of another site that uses a visitor's browser", () => {
  const query = 'mutation { setPrice(id: "g1", price: 1) { id } }';
  const search = new URLSearchParams({ query }).toString();
  const reading = new URLSearchParams({ query: '{ whoami }' }).toString();

  it.each([
    ['a form of text', 'POST', '', 'text/plain', JSON.stringify({ query })],
    ['a form of fields', 'POST', '', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(query)}`],
    ['a form of files', 'POST', '', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--'],
    ['a body without a type', 'POST', '', undefined, Buffer.from(JSON.stringify({ query }))],
    ['an image that writes', 'GET', `?${search}`, undefined, undefined],
    ['an image that reads', 'GET', `?${reading}`, undefined, undefined],
  ])('is refused: %s', async (_what, method, path, type, body) => {
    const response = await fetch(`${open.url}/graphql${path}`, {
      method,
      headers: type ? { 'content-type': type } : {},
      ...(body === undefined ? {} : { body }),
    });
    expect([400, 415]).toContain(response.status);
    expect(((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    expect(open.shop.totalCalls()).toBe(0);
  });

  it('cannot write by GET even with the header that shows it was allowed to ask', async () => {
    const response = await fetch(`${open.url}/graphql?${search}`, { headers: { 'apollo-require-preflight': '1' } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(open.shop.totalCalls()).toBe(0);
  });

  it('is not told that it may read an answer', async () => {
    const response = await fetch(`${open.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the upgrade to a socket', () => {
  /** Resolves with `open`, or with the status of the refusal. */
  const upgrade = (path: string, headers: Record<string, string>): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${open.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
      socket.on('open', () => {
        resolve('open');
        socket.terminate();
      });
      socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      socket.on('error', () => undefined);
    });

  it.each([
    ['our origin', '/graphql', { origin: 'http://127.0.0.1:4000' }, 'open'],
    ['another loopback name with our port', '/graphql', { origin: 'http://localhost:4000' }, 'open'],
    ['the IPv6 loopback with our port', '/graphql', { origin: 'http://[::1]:4000' }, 'open'],
    ['no origin: no browser', '/graphql', {}, 'open'],
    ['another site', '/graphql', { origin: 'https://elsewhere.example' }, '403'],
    ['another port of this machine', '/graphql', { origin: 'http://localhost:9999' }, '403'],
    ['another scheme', '/graphql', { origin: 'https://127.0.0.1:4000' }, '403'],
    ['a name that begins like ours', '/graphql', { origin: 'http://127.0.0.1.elsewhere.example:4000' }, '403'],
    ['a page without an origin', '/graphql', { origin: 'null' }, '403'],
    ['another path', '/v2/', {}, '404'],
    ['a path that begins like ours', '/graphql2', {}, '404'],
  ])('from %s', async (_what, path, headers, outcome) => {
    expect(await upgrade(path, headers as Record<string, string>)).toBe(outcome);
  });

  it('is for sockets only: what offers HTTP/2 is answered as it is', async () => {
    const { connect } = await import('node:net');
    const port = Number(new URL(open.url).port);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n'),
      );
      socket.once('data', (data) => {
        resolve(String(data).split('\r\n')[0]!);
        socket.destroy();
      });
    });
    expect(answer).toBe('HTTP/1.1 200 OK');
  });
});

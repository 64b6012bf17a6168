import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOrigins } from '../src/http/origins.ts';
import { openGateway, publicUrl, type OpenGateway } from './shop.ts';

let web: Server | undefined;
let open: OpenGateway;
let asked: { request: IncomingMessage; body: string }[];

async function openWithWeb(gateway: NonNullable<Parameters<typeof openGateway>[0]>['gateway'] = {}): Promise<void> {
  asked = [];
  web = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      asked.push({ request, body });
      if (request.url === '/gone') return void response.writeHead(503).end('web says so');
      if (request.url === '/moved') return void response.writeHead(308, { location: '/there' }).end();
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': ['a=1', 'b=2'] }).end('<h1>page</h1>');
    });
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  open = await openGateway({ gateway, graph: { webOrigin: `http://127.0.0.1:${(web.address() as AddressInfo).port}` } });
}
afterEach(async () => {
  await open.close();
  web?.closeAllConnections();
  web?.close();
  web = undefined;
});

/** Asks with a Host header of its own, as a browser that knows the machine by that name. */
async function page(
  host: string,
  path: string,
  accept = 'text/html,application/xhtml+xml',
  method = 'GET',
): Promise<{ status: number; location: string | undefined }> {
  const request = httpRequest(`${open.url}${path}`, { method, headers: { host, accept } });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode!, location: response.headers.location };
}

describe('everything that is not the registry’s', () => {
  it('goes to the web server, with the host and scheme that the browser knows', async () => {
    await openWithWeb();
    const response = await fetch(`${open.url}/@acme/auth?tab=versions`, {
      method: 'POST',
      headers: { 'next-action': 'x', 'content-type': 'text/plain;charset=UTF-8', cookie: 'session=1' },
      body: '["an action"]',
    });
    expect([response.status, await response.text(), response.headers.getSetCookie()]).toEqual([200, '<h1>page</h1>', ['a=1', 'b=2']]);
    const { request, body } = asked[0]!;
    const { host } = new URL(open.url);
    expect([request.method, request.url, body]).toEqual(['POST', '/@acme/auth?tab=versions', '["an action"]']);
    expect(request.headers).toMatchObject({
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '127.0.0.1',
      'next-action': 'x',
      cookie: 'session=1',
    });
    expect(request.headers['x-request-id']).toBe(response.headers.get('x-request-id'));
  });

  it('asks on behalf of its visitors: their addresses come back sealed, and nobody else can name one', async () => {
    const addresses: string[] = [];
    await openWithWeb({ trustProxy: true, charge: async (_principal, _cost, address) => void addresses.push(address) });
    await fetch(`${open.url}/@acme/auth`, { headers: { 'x-forwarded-for': '203.0.113.7', 'x-gati-visitor': '198.51.100.1 forged' } });
    const sealed = asked[0]!.request.headers['x-gati-visitor'] as string;
    expect(sealed).toMatch(/^203\.0\.113\.7 [\w-]{43}$/);

    const [, mac] = sealed.split(' ');
    for (const header of [sealed, `198.51.100.1 ${mac}`, '198.51.100.1', `203.0.113.7 ${mac?.slice(1)}`, '203.0.113.7 ', ''])
      await open.ask('{ goods(first: 1) { id } }', { headers: { 'x-gati-visitor': header, 'x-forwarded-for': '192.0.2.1' } });
    expect(addresses).toEqual(['203.0.113.7', ...Array.from({ length: 5 }, () => '192.0.2.1')]);
  });

  it('is shown under the registry’s names alone, so that no other name that leads here is a site of its own', async () => {
    await openWithWeb();
    for (const host of ['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', '192.0.2.1:4000', 'localhost:4000@evil.example', 'a b'])
      for (const method of ['GET', 'POST']) expect([host, (await page(host, '/', 'text/html', method)).status]).toEqual([host, 421]);
    expect(asked).toHaveLength(0);
    for (const host of ['127.0.0.1:4000', '[::1]:9', 'localhost']) expect((await page(host, '/', '*/*')).status).toBe(200);
  });

  it('takes actions from its own pages alone', async () => {
    await openWithWeb();
    const act = async (origin: string | undefined, method = 'POST') =>
      (await fetch(`${open.url}/sign-out`, { method, headers: { 'next-action': 'x', ...(origin === undefined ? {} : { origin }) } })).status;
    expect(await Promise.all(['https://evil.example', 'http://127.0.0.1:4001', 'null'].map((origin) => act(origin)))).toEqual([403, 403, 403]);
    expect(asked).toHaveLength(0);
    expect(await Promise.all([publicUrl, 'http://localhost:4000', undefined].map((origin) => act(origin)))).toEqual([200, 200, 200]);
    expect(await act('https://evil.example', 'GET')).toBe(200);
  });

  it('is asked for once: a 503 or a redirect of the web server is passed on', async () => {
    await openWithWeb();
    expect(await (await fetch(`${open.url}/gone`)).text()).toBe('web says so');
    expect((await fetch(`${open.url}/moved`, { redirect: 'manual' })).status).toBe(308);
    expect(asked).toHaveLength(2);
  });

  it('does not include what is the registry’s, even where there is nothing', async () => {
    await openWithWeb();
    for (const path of [
      '/v2/',
      '/v2/a/b',
      '/downloads/x',
      '/badges/x',
      '/auth/github/start',
      '/webhooks/stripe',
      '/health/ready',
      '/metrics',
      '/.well-known/jwks.json',
      '/graphql/x',
    ]) {
      const response = await fetch(`${open.url}${path}`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code).toBe('NOT_FOUND');
    }
    expect(asked).toHaveLength(0);
  });

  it('is redirected to PUBLIC_URL when a page is asked for under another loopback name', async () => {
    await openWithWeb();
    expect(await page('localhost:4000', '/search?q=a%20b')).toEqual({ status: 307, location: 'http://127.0.0.1:4000/search?q=a%20b' });
    expect(await page('[::1]:4000', '/')).toEqual({ status: 307, location: 'http://127.0.0.1:4000/' });
    expect(await page('localhost:4000', '//elsewhere.example/x')).toEqual({ status: 307, location: 'http://127.0.0.1:4000//elsewhere.example/x' });
    expect((await page('127.0.0.1:4000', '/')).status).toBe(200);
    expect((await page('localhost:4000', '/data', 'application/json')).status).toBe(200);
    expect((await page('localhost:4000', '/form', 'text/html', 'POST')).status).toBe(200);
  });

  it.each([
    ['off', null],
    ['down', 'http://127.0.0.1:9'],
  ])('is answered by a short page, or a typed error, while the web server is %s', async (_state, webOrigin) => {
    open = await openGateway({ graph: { webOrigin } });
    const html = await fetch(`${open.url}/`, { headers: { accept: 'text/html' } });
    expect([html.status, html.headers.get('content-type'), html.headers.get('retry-after')]).toEqual([503, 'text/html; charset=utf-8', '5']);
    expect(await html.text()).toContain('Not available now');
    const json = await fetch(`${open.url}/api/ticket`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(json.status).toBe(503);
    expect(((await json.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('origins', () => {
  it('are one on the loopback with one port, and nowhere else', async () => {
    open = await openGateway();
    const far = createOrigins('https://registry.example');
    expect(far.isOurs('https://registry.example')).toBe(true);
    expect(
      ['https://registry.example:8443', 'http://registry.example', 'https://localhost', 'https://registry.example.evil.example', 'null', ''].filter((origin) =>
        far.isOurs(origin),
      ),
    ).toEqual([]);
    expect(far.correctedUrl('localhost', '/')).toBeUndefined();
    const near = createOrigins('http://127.0.0.1:4000');
    expect(near.correctedUrl('localhost:4001', '/')).toBeUndefined();
    expect(near.correctedUrl(undefined, '/')).toBeUndefined();
    expect(near.correctedUrl('localhost:4000', 'http://evil.example/x')).toBeUndefined();
    expect(near.correctedUrl('localhost:4000@evil.example', '/')).toBeUndefined();
  });
});

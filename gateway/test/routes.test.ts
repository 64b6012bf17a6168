import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityHeader } from '@gati/subgraph';
import { openGateway, type OpenGateway } from './shop.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let owner: Server;
let handle: Handler;
let expectation: Handler | undefined;
let seen: IncomingMessage[];
let open: OpenGateway;

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  seen = [];
  expectation = undefined;
  handle = (_request, response) => void response.end('owned');
  owner = createServer((request, response) => {
    seen.push(request);
    handle(request, response);
  });
  owner.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    seen.push(request);
    if (expectation) return expectation(request, response);
    response.writeContinue();
    handle(request, response);
  });
  owner.listen(0, '127.0.0.1');
  await once(owner, 'listening');
  open = await openGateway({ graph: { ownedRoutes: [{ prefixes: ['/v2', '/downloads'], origin: originOf(owner) }] } });
});
afterEach(async () => {
  await open.close();
  owner.closeAllConnections();
  owner.close();
});

/** Sends bytes as they are and gives what comes back until the peer closes, or `enough` is in it. */
function raw(text: string, enough?: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(open.url).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      answer += String(data);
      if (enough !== undefined && answer.includes(enough)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('routes whose owner is elsewhere', () => {
  it('get there as they are: path, query, method, headers and body', async () => {
    const body = randomBytes(3_000_000);
    const bodies: Buffer[] = [];
    handle = async (request, response) => {
      bodies.push(await bodyOf(request));
      response.writeHead(201, { location: '/v2/a/b/blobs/x?y=%2F', 'docker-content-digest': 'sha256:1' }).end();
    };
    const response = await fetch(`${open.url}/v2/acme/auth/blobs/uploads/1?digest=sha256%3Aabc&a=b%20c`, {
      method: 'PUT',
      headers: { authorization: 'Basic eDp5', 'x-custom': 'kept' },
      body,
    });
    expect([response.status, response.headers.get('location'), response.headers.get('docker-content-digest')]).toEqual([
      201,
      '/v2/a/b/blobs/x?y=%2F',
      'sha256:1',
    ]);
    expect(sha256(bodies[0]!)).toBe(sha256(body));
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/v2/acme/auth/blobs/uploads/1?digest=sha256%3Aabc&a=b%20c' });
    expect(seen[0]!.headers).toMatchObject({
      authorization: 'Basic eDp5',
      'x-custom': 'kept',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(open.url).host,
      'content-length': '3000000',
    });
    expect(seen[0]!.headers['x-request-id']).toBe(response.headers.get('x-request-id'));
  });

  it('take bodies larger than all that may be kept, for nothing of them is', async () => {
    const small = await openGateway({
      graph: { ownedRoutes: [{ prefixes: ['/v2'], origin: originOf(owner) }] },
      gateway: { bodies: { heldBytes: 100_000, heldBytesByAddress: 100_000, timeMs: 1, everyMs: 1 } },
    });
    const body = randomBytes(8_000_000);
    let received = '';
    handle = async (request, response) => {
      received = sha256(await bodyOf(request));
      response.writeHead(201).end();
    };
    const response = await fetch(`${small.url}/v2/acme/auth/blobs/uploads/1`, { method: 'PUT', body });
    await small.close();
    expect([response.status, received]).toEqual([201, sha256(body)]);
  });

  it('keep apart the answers of many at once, whoever reads slowly', async () => {
    const answers = Array.from({ length: 12 }, () => randomBytes(1_500_000));
    handle = (request, response) => void response.end(answers[Number(request.url!.slice(4))]);
    const received = await Promise.all(
      answers.map(async (_, index) => {
        const response = await fetch(`${open.url}/v2/${index}`);
        const pieces: Uint8Array[] = [];
        for await (const piece of response.body!) {
          pieces.push(piece);
          if (index % 3 === 0) await sleep(1);
        }
        return sha256(Buffer.concat(pieces));
      }),
    );
    expect(received).toEqual(answers.map(sha256));
  });

  it('keep no header by which somebody says who they are, nor one that is for one hop', async () => {
    await raw(
      [
        'GET /v2/ HTTP/1.1',
        'Host: registry',
        'X-Forwarded-For: 6.6.6.6',
        'X-Forwarded-Host: evil',
        'Forwarded: for=6.6.6.6',
        'X-Real-IP: 6.6.6.6',
        `${identityHeader}: forged`,
        'X-Gati-Anything: forged',
        'TE: trailers',
        'X-Hop: secret',
        'Connection: close, X-Hop',
        '',
        '',
      ].join('\r\n'),
    );
    const { headers } = seen[0]!;
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'registry', host: 'registry' });
    for (const name of ['forwarded', 'x-real-ip', identityHeader, 'x-gati-anything', 'te', 'x-hop']) expect(headers[name]).toBeUndefined();
  });

  it.each(['DELETE', 'PUT', 'POST', 'PATCH'])('frame a body that comes in chunks: %s', async (method) => {
    handle = async (request, response) => void response.end(await bodyOf(request));
    const answer = await raw(`${method} /v2/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`);
    expect(answer).toContain('hello');
    expect(seen).toHaveLength(1);
  });

  it('send a first byte before the last one has come: nothing is gathered on the way', async () => {
    let finish: () => void = () => undefined;
    handle = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('first');
      finish = () => void response.end(' last');
    };
    const response = await fetch(`${open.url}/downloads/ticket`);
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(' last');
  });

  it('give an upload to the owner while it arrives', async () => {
    const arrived: string[] = [];
    handle = (request, response) => {
      request.on('data', (data) => arrived.push(String(data)));
      request.on('end', () => response.end('done'));
    };
    const request = httpRequest(`${open.url}/v2/x`, { method: 'PUT' });
    request.write('one');
    while (arrived.length === 0) await sleep(5);
    expect(arrived).toEqual(['one']);
    request.end('two');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(String(await bodyOf(response))).toBe('done');
  });

  it('pass on ranges, HEAD, and redirects without following them', async () => {
    handle = (request, response) => {
      if (request.url === '/v2/redirect') return void response.writeHead(307, { location: 'https://elsewhere.example/bytes' }).end();
      response.writeHead(request.headers.range ? 206 : 200, { 'content-length': '3', etag: '"sha256:1"', 'content-range': `${request.headers.range ?? ''}/9` });
      response.end(request.method === 'HEAD' ? undefined : 'abc');
    };
    const ranged = await fetch(`${open.url}/downloads/x`, { headers: { range: 'bytes=0-2' } });
    expect([ranged.status, ranged.headers.get('content-range'), await ranged.text()]).toEqual([206, 'bytes=0-2/9', 'abc']);
    const head = await fetch(`${open.url}/downloads/x`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([200, '3', '"sha256:1"']);
    const redirect = await fetch(`${open.url}/v2/redirect`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([307, 'https://elsewhere.example/bytes']);
  });

  it('let the owner say «100 Continue», and then send the body', async () => {
    handle = async (request, response) => void response.end(`got ${(await bodyOf(request)).length}`);
    const request = httpRequest(`${open.url}/v2/x`, { method: 'PUT', headers: { expect: '100-continue', 'content-length': '5' } });
    request.flushHeaders();
    await once(request, 'continue');
    expect(seen[0]!.headers.expect).toBe('100-continue');
    request.end('hello');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(String(await bodyOf(response))).toBe('got 5');
  });

  it('let the owner refuse before the body is sent', async () => {
    expectation = (_request, response) => void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('no');
    const answer = await raw('PUT /v2/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n', 'no');
    expect(answer).toMatch(/^HTTP\/1.1 401/);
    expect(answer).not.toContain('100 Continue');
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('tell the owner when the client leaves, and the client when the owner does', async () => {
    let left = false;
    handle = (request, response) => {
      response.on('close', () => (left = !response.writableFinished));
      response.writeHead(200);
      response.write('some');
      request.resume();
    };
    const leaving = new AbortController();
    const response = await fetch(`${open.url}/downloads/x`, { signal: leaving.signal });
    leaving.abort();
    while (!left) await sleep(5);
    expect(response.status).toBe(200);

    handle = (_request, answer) => {
      answer.writeHead(200, { 'content-length': '100' });
      answer.write('some');
      setTimeout(() => answer.destroy(), 20);
    };
    await expect(fetch(`${open.url}/downloads/x`).then((broken) => broken.text())).rejects.toThrow();
  });

  it('tell the owner when an upload breaks off', async () => {
    let aborted = false;
    handle = (request) => {
      request.on('error', () => undefined);
      request.on('close', () => (aborted = !request.complete));
      request.resume();
    };
    const socket = connect(Number(new URL(open.url).port), '127.0.0.1');
    socket.write('PUT /v2/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhello');
    while (seen.length === 0) await sleep(5);
    socket.destroy();
    for (let waited = 0; !aborted && waited < 2_000; waited += 10) await sleep(10);
    expect(aborted).toBe(true);
  });

  it('answer 503 with a typed error while the owner is away', async () => {
    owner.closeAllConnections();
    owner.close();
    const response = await fetch(`${open.url}/v2/`);
    expect(response.status).toBe(503);
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]!.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', requestId: response.headers.get('x-request-id') });
  });

  it('are not mistaken for others that begin alike', async () => {
    expect((await fetch(`${open.url}/v2beta`)).status).toBe(503);
    expect(seen).toHaveLength(0);
  });
});

describe('routes in this process', () => {
  it('are registered as their contexts give them', async () => {
    const own = await openGateway({
      gateway: {
        plugins: [
          async (app) => {
            app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
            app.put('/v2/*', async (request, reply) => reply.code(201).send((await bodyOf(request.body as IncomingMessage)).length.toString()));
            app.get('/health/live', async () => ({ status: 'ok' }));
            app.get('/downloads/:ticket', async (request) => (request.params as { ticket: string }).ticket.length.toString());
          },
        ],
      },
    });
    expect(await (await fetch(`${own.url}/v2/a/b`, { method: 'PUT', body: Buffer.alloc(2_000_000) })).text()).toBe('2000000');
    expect(await (await fetch(`${own.url}/health/live`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${own.url}/downloads/${'t'.repeat(2_000)}`)).text()).toBe('2000');
    expect((await own.ask('{ whoami }')).status).toBe(200);
    await own.close();
  });

  it('say «100 Continue» by themselves', async () => {
    const request = httpRequest(`${open.url}/graphql`, { method: 'POST', headers: { expect: '100-continue', 'content-type': 'application/json' } });
    request.flushHeaders();
    await once(request, 'continue');
    request.end('{"query":"{ whoami }"}');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(JSON.parse(String(await bodyOf(response)))).toEqual({ data: { whoami: null } });
  });
});

describe('the HTTP routes described', () => {
  it('are a document and a page without scripts', async () => {
    const document = (await (await fetch(`${open.url}/openapi.json`)).json()) as {
      openapi: string;
      servers: { url: string }[];
      paths: Record<string, Record<string, { summary: string; responses: object }>>;
    };
    expect([document.openapi, document.servers]).toEqual(['3.1.0', [{ url: 'http://127.0.0.1:4000' }]]);
    for (const path of [
      '/graphql',
      '/v2/',
      '/v2/token',
      '/downloads/{ticket}',
      '/.well-known/jwks.json',
      '/.well-known/openid-configuration',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/openapi.json',
      '/docs/http',
    ]) {
      expect(Object.keys(document.paths)).toContain(path);
    }
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { summary, responses } of Object.values(operations))
        expect([path, summary.length > 0, Object.keys(responses).length > 0]).toEqual([path, true, true]);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(operations) as { parameters?: { name: string; in: string }[] }[]) {
        expect((operation.parameters ?? []).filter(({ in: place }) => place === 'path').map(({ name }) => name)).toEqual(named);
      }
    }
    const page = await fetch(`${open.url}/docs/http`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('POST /graphql');
    for (const path of ['/', '/docs', '/errors']) expect(html).toContain(`<a href="${path}">`);
    expect(html).not.toMatch(/<script|https?:\/\/(?!127)/);
  });
});

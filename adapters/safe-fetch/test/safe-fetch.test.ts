import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSafeFetch, OutsideError, parseAllowedNetwork, type SafeFetch } from '../src/index.ts';
import { startNameServer, startWebServer, type Zone } from './servers.ts';

/** Outside: may be reached. Inside: on the same machine, and the port is open elsewhere, so that only its address stands between it and a request. */
let outside: Awaited<ReturnType<typeof startWebServer>>;
let inside: Awaited<ReturnType<typeof startWebServer>>;
let secure: Awaited<ReturnType<typeof startWebServer>>;
let names: Awaited<ReturnType<typeof startNameServer>>;
let safe: SafeFetch;
const zone: Zone = {};
let redirectTo: string;

beforeAll(async () => {
  inside = await startWebServer((_, response) => response.end('secret'));
  outside = await startWebServer((request, response) => {
    const path = new URL(request.url!, 'http://x').pathname;
    if (path === '/redirect') response.writeHead(302, { location: inAscii(redirectTo) }).end('moved');
    else if (path === '/loop') response.writeHead(307, { location: '/loop' }).end();
    else if (path === '/large') response.end(Buffer.alloc(70_000));
    else if (path === '/endless') {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    } else if (path === '/silent') return;
    else if (path === '/broken') {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    } else {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        response.end(
          JSON.stringify({
            method: request.method,
            path: request.url,
            host: request.headers.host,
            headers: request.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        ),
      );
    }
  });
  secure = await startWebServer((_, response) => response.end('over TLS'), ['acme.example']);
  names = await startNameServer(zone);
  safe = createSafeFetch({
    allowed: [outside.allowed, secure.allowed, parseAllowedNetwork(`192.0.2.1:${inside.port}`)!],
    nameServers: [names.address],
    certificates: secure.certificates,
  });
});
afterAll(() => Promise.all([inside, outside, secure, names].map((server) => server?.stop())));
beforeEach(() => {
  for (const name of Object.keys(zone)) delete zone[name];
  zone['acme.example'] = { A: ['127.0.0.1'] };
  names.asked.length = inside.asked.length = outside.asked.length = 0;
});

/** As a header can hold it. */
const inAscii = (url: string) => url.replace(/[^ -~]+/gu, encodeURIComponent);
const refusal = async (call: Promise<unknown>): Promise<OutsideError['reason']> => {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof OutsideError) return error.reason;
  throw new Error('it was not refused', { cause: error });
};
const at = (path: string, host = 'acme.example') => `http://${host}:${outside.port}${path}`;

describe('what may be asked', () => {
  test('answers with status, headers and body, and is told the name it was asked by', async () => {
    const { status, body, url, headers } = await safe.fetch(at('/proof?x=1'), { headers: { accept: 'text/plain' } });
    expect({ status, url }).toEqual({ status: 200, url: at('/proof?x=1') });
    expect(headers['date']).toBeDefined();
    expect(JSON.parse(body.toString())).toMatchObject({
      method: 'GET',
      path: '/proof?x=1',
      host: `acme.example:${outside.port}`,
      headers: { accept: 'text/plain', 'accept-encoding': 'identity', 'user-agent': 'gati-registry' },
    });
  });

  test('takes a body by POST, whose redirects are not followed', async () => {
    redirectTo = at('/proof');
    const sent = await safe.fetch(at('/hook'), { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(sent.body.toString())).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } });
    expect(await safe.fetch(at('/redirect'), { method: 'POST' })).toMatchObject({ status: 302 });
    expect(outside.asked).toHaveLength(2);
  });

  test('speaks TLS by the name, and by no other', async () => {
    expect((await safe.fetch(`https://acme.example:${secure.port}/`)).body.toString()).toBe('over TLS');
    zone['other.example'] = { A: ['127.0.0.1'] };
    expect(await refusal(safe.fetch(`https://other.example:${secure.port}/`))).toBe('unreachable');
    expect(await refusal(safe.fetch(`https://127.0.0.1:${secure.port}/`))).toBe('unreachable');
  });

  test('follows redirects, at most three', async () => {
    redirectTo = '/proof';
    expect(await safe.fetch(at('/redirect'))).toMatchObject({ status: 200, url: at('/proof') });
    expect(await refusal(safe.fetch(at('/loop')))).toBe('too-many-redirects');
    expect(outside.asked.filter((asked) => asked.endsWith('/loop'))).toHaveLength(4);
    expect(await refusal(safe.fetch(at('/redirect'), { redirectsMax: 0 }))).toBe('too-many-redirects');
  });

  test('is bounded in size and in time, and whole', async () => {
    expect(await refusal(safe.fetch(at('/large')))).toBe('too-large');
    expect((await safe.fetch(at('/large'), { bodyBytesMax: 70_000 })).body).toHaveLength(70_000);
    expect(await refusal(safe.fetch(at('/silent'), { timeoutMs: 150 }))).toBe('too-slow');
    expect(await refusal(safe.fetch(at('/endless'), { timeoutMs: 150 }))).toBe('too-slow');
    zone['silent.example'] = 'is silent';
    expect(await refusal(safe.fetch(at('/', 'silent.example'), { timeoutMs: 150 }))).toBe('too-slow');
    expect(await refusal(safe.fetch(at('/broken')))).toBe('unreachable');
    expect(await refusal(safe.fetch(at('/silent'), { signal: AbortSignal.abort() }))).toBe('unreachable');
  });

  test('of many at once the sixty-fifth is told to come again, and later there is room', async () => {
    const waiting = Array.from({ length: 64 }, () => refusal(safe.fetch(at('/silent'), { timeoutMs: 400 })));
    expect(await refusal(safe.fetch(at('/proof')))).toBe('busy');
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['too-slow']));
    expect((await safe.fetch(at('/proof'))).status).toBe(200);
  });
});

describe('what may not be asked is never reached', () => {
  test.each([
    ['loopback', '127.0.0.1'],
    ['loopback in one number', '2130706433'],
    ['loopback in hexadecimal', '0x7f000001'],
    ['loopback in hexadecimal parts', '0x7f.0.0.1'],
    ['loopback in octal', '0177.0.0.1'],
    ['loopback in octal with zeros', '00000177.0.0.01'],
    ['loopback, shortened', '127.1'],
    ['loopback with a dot at its end', '127.0.0.1.'],
    ['loopback in full-width digits', '１２７.０.０.１'],
    ['loopback, percent-encoded', '%31%32%37.0.0.1'],
    ['another loopback', '127.8.8.8'],
    ['this host', '0.0.0.0'],
    ['this host, shortened', '0'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['the metadata of a cloud in one number', '2852039166'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 unspecified', '[::]'],
    ['IPv6, mapped', '[::ffff:127.0.0.1]'],
    ['IPv6, mapped in hexadecimal', '[::ffff:7f00:1]'],
    ['IPv6, compatible', '[::127.0.0.1]'],
    ['NAT64', '[64:ff9b::127.0.0.1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['private', '10.0.0.1'],
    ['carrier-grade NAT', '100.64.0.1'],
  ])('%s: %s', async (_, host) => {
    expect(await refusal(safe.fetch(`http://${host}:${inside.port}/`, { timeoutMs: 2_000 }))).toBe('refused');
    redirectTo = `http://${host}:${inside.port}/`;
    expect(await refusal(safe.fetch(at('/redirect'), { timeoutMs: 2_000 }))).toBe('refused');
    expect(inside.asked).toEqual([]);
  });

  test('names that lead inside, whatever else they lead to', async () => {
    zone['inside.example'] = { A: ['127.0.0.1'] };
    zone['both.example'] = { A: ['192.0.2.1', '127.0.0.1'] };
    zone['mapped.example'] = { AAAA: ['::ffff:7f00:1'] };
    zone['six.example'] = { A: ['192.0.2.1'], AAAA: ['::1'] };
    for (const name of ['inside', 'both', 'mapped', 'six']) {
      expect(await refusal(safe.fetch(`http://${name}.example:${inside.port}/`))).toBe('refused');
      redirectTo = `http://${name}.example:${inside.port}/`;
      expect(await refusal(safe.fetch(at('/redirect')))).toBe('refused');
    }
    expect(inside.asked).toEqual([]);
  });

  test('what this machine calls itself is asked of name servers, which know nothing of it', async () => {
    expect(await refusal(safe.fetch(`http://localhost:${inside.port}/`))).toBe('unreachable');
    expect(names.asked).toContain('localhost A');
  });

  test('a name that flips is asked once: the connection goes where the judgement went', async () => {
    const answers = [['127.0.0.1'], ['192.0.2.77']];
    zone['flips.example'] = { A: () => answers.shift() ?? ['192.0.2.78'] };
    expect((await safe.fetch(at('/proof', 'flips.example'), { timeoutMs: 2_000 })).status).toBe(200);
    expect(names.asked.filter((question) => question === 'flips.example A')).toHaveLength(1);

    const inward = [['192.0.2.1'], ['127.0.0.1']];
    zone['flips-inward.example'] = { A: () => inward.shift() ?? ['127.0.0.1'] };
    await refusal(safe.fetch(`http://flips-inward.example:${inside.port}/`, { timeoutMs: 300 }));
    expect(inside.asked).toEqual([]);
  });

  test('other schemes, other ports, and addresses with a name and a password', async () => {
    const wrong = [
      'ftp://acme.example/',
      'file:///etc/passwd',
      'gopher://acme.example/',
      'data:,x',
      'http://acme.example:22/',
      'https://acme.example:80/',
      'http://acme.example:443/',
    ];
    for (const url of [...wrong, at('/').replace('//', '//user:word@'), 'no address', '', `http://acme.example/${'x'.repeat(2_048)}`]) {
      expect(await refusal(safe.fetch(url))).toBe('refused');
    }
    redirectTo = 'file:///etc/passwd';
    expect(await refusal(safe.fetch(at('/redirect')))).toBe('refused');
    expect(names.asked.filter((question) => question.endsWith(' A'))).toHaveLength(1);
  });

  test('by default not even this machine', async () => {
    const strict = createSafeFetch({ nameServers: [names.address] });
    expect(await refusal(strict.fetch('http://acme.example/'))).toBe('refused');
    expect(await refusal(strict.fetch(at('/')))).toBe('refused');
  });

  test('and no redirect leads from https to http', async () => {
    const away = await startWebServer((_, response) => response.writeHead(302, { location: at('/proof') }).end(), ['acme.example']);
    const trusting = createSafeFetch({ allowed: [away.allowed, outside.allowed], nameServers: [names.address], certificates: away.certificates });
    expect(await refusal(trusting.fetch(`https://acme.example:${away.port}/`))).toBe('refused');
    expect(outside.asked).toEqual([]);
    await away.stop();
  });
});

describe('TXT records', () => {
  test('are whole texts, whatever the parts they travel in', async () => {
    zone['_gati-challenge.acme.example'] = { TXT: ['v=spf1 -all', 'x'.repeat(600)] };
    expect(await safe.texts('_gati-challenge.acme.example')).toEqual(['v=spf1 -all', 'x'.repeat(600)]);
  });

  test('are none where there is no such name, and unknown where nobody answers', async () => {
    expect(await safe.texts('nothing.example')).toEqual([]);
    expect(await safe.texts('acme.example')).toEqual([]);
    zone['fails.example'] = 'fails';
    expect(await refusal(safe.texts('fails.example'))).toBe('unreachable');
  });
});

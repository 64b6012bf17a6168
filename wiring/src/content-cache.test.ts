import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createContentCache } from './content-cache.ts';
import { followers } from './followers.ts';

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const signal = new AbortController().signal;

test('the CDN is told by its surrogate keys what to drop, and a refusal is a failure that is tried again', async () => {
  const seen: unknown[] = [];
  let status = 200;
  const url = await serve((request, response) => {
    seen.push([request.method, request.url, request.headers['surrogate-key'], request.headers.authorization]);
    response.writeHead(status).end();
  });
  const cache = createContentCache({ purgeUrl: `${url}/purge`, purgeToken: 'secret', publicUrl: url });
  await cache.purge(['artifact-1', 'artifact-2']);
  expect(seen).toEqual([['POST', '/purge', 'artifact-1 artifact-2', 'Bearer secret']]);
  status = 503;
  await expect(cache.purge(['artifact-1'])).rejects.toThrow('503');
});

test('what is warmed is fetched as anybody fetches it, and what nobody may have is passed over', async () => {
  const seen: unknown[] = [];
  const url = await serve((request, response) => {
    seen.push([request.url, request.headers.authorization]);
    if (request.url?.startsWith('/v2/token')) response.end(JSON.stringify({ token: 'anybody' }));
    else response.writeHead(request.url?.endsWith('hidden') ? 404 : request.url?.endsWith('broken') ? 503 : 200).end('bytes');
  });
  const cache = createContentCache({ purgeUrl: url, purgeToken: null, publicUrl: url });
  await cache.warm({ repository: 'acme/auth', paths: ['/v2/one', '/v2/hidden', '/v2/two'], signal });
  expect(seen[0]).toEqual(['/v2/token?scope=repository%3Aacme%2Fauth%3Apull', undefined]);
  expect(new Set(seen.slice(1).map(String))).toEqual(new Set(['/v2/one,Bearer anybody', '/v2/hidden,Bearer anybody', '/v2/two,Bearer anybody']));
  await expect(cache.warm({ repository: 'acme/auth', paths: ['/v2/broken'], signal })).rejects.toThrow('503');
});

test('whatever may narrow who sees an artifact purges it', () => {
  for (const fact of ['version.statusChanged', 'artifact.changed']) expect(followers[fact]?.map(({ job }) => job)).toContain('artifacts.purge-cache');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArtifactName } from '@gati/identifiers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishAsWorkflow } from '../src/account/trusted-publisher.ts';
import type { Context } from '../src/context.ts';

const asked: { audience: string | null; authorization: string | undefined }[] = [];
const service = createServer((request, response) => {
  const { searchParams, pathname } = new URL(request.url ?? '/', 'http://ci');
  asked.push({ audience: searchParams.get('audience'), authorization: request.headers.authorization });
  if (pathname === '/broken') return void response.writeHead(500).end();
  response.end(JSON.stringify({ value: `identity of ${searchParams.get('run')}` }));
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(() => void service.close());

const artifact = parseArtifactName('@acme/auth');
async function publish(settings: Partial<Context['settings']>) {
  const used: string[] = [];
  const exchanged: unknown[] = [];
  const context = {
    settings: { token: undefined, idToken: undefined, idTokenRequest: null, ...settings },
    registry: 'https://registry.example',
    client: { mutate: async (_: unknown, variables: unknown) => (exchanged.push(variables), { exchangeIdToken: { token: 'gati_short', expiresAt: '' } }) },
    useToken: (token: string) => void used.push(token),
    output: { note: () => {} },
  } as unknown as Context;
  await publishAsWorkflow(context, artifact);
  return { used, exchanged };
}

test('a build asks for an identity that is worth something at this registry alone, and publishes with what it gets for it', async () => {
  const { used, exchanged } = await publish({ idTokenRequest: { url: `${origin}/token?run=7`, token: 'of-the-run' } });
  expect(asked).toEqual([{ audience: 'https://registry.example', authorization: 'Bearer of-the-run' }]);
  expect(exchanged).toEqual([{ input: { idToken: 'identity of 7', artifact } }]);
  expect(used).toEqual(['gati_short']);
});

test('an identity that the build was given is used as it is', async () => {
  expect((await publish({ idToken: 'of-gitlab' })).exchanged).toEqual([{ input: { idToken: 'of-gitlab', artifact } }]);
});

test('GATI_TOKEN counts before it, and outside a build nothing is asked', async () => {
  expect(await publish({ token: 'gati_key', idToken: 'x' })).toEqual({ used: [], exchanged: [] });
  expect(await publish({})).toEqual({ used: [], exchanged: [] });
});

test('a service that gives no identity is told, and nothing is published as nobody', async () => {
  await expect(publish({ idTokenRequest: { url: `${origin}/broken`, token: 't' } })).rejects.toThrow('identity token');
});

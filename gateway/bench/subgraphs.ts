import type { Principal } from '@gati/authority';
import { makeExecutable, serveSubgraph, type Logger } from '@gati/subgraph';
import Fastify from 'fastify';
import { ready } from './child.ts';
import { modules } from './world.ts';

/**
 * The three subgraphs over HTTP in one process: `subgraphs.ts signed|plain <secret>`. `signed` is how the product serves them; `plain` believes a header and is
 * what the peer talks to, so that it pays for no signature.
 */
export const silent: Logger = { error: (facts, message) => console.error(message, facts), warn() {}, info() {}, debug() {} };
export const publicUrl = 'http://127.0.0.1';

/** A caller of the bench by its name. */
export const principalOf = (handle: string): Principal => ({
  kind: 'user',
  accountId: `account-${handle}`,
  handle,
  sessionId: `session-${handle}`,
  apiKeyId: null,
  scopes: new Set(['read'] as const),
  limitedTo: null,
});

async function serve(mode: string | undefined, secret: string): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {};
  for (const module of modules) {
    const executable = makeExecutable(module, { publicUrl, logger: silent });
    if (mode === 'signed') {
      addresses[module.name] = (await serveSubgraph({ executable, port: 0, host: '127.0.0.1', secret, publicUrl, logger: silent })).url;
      continue;
    }
    const app = Fastify();
    app.post('/graphql', async (request, reply) => {
      const { query, variables, operationName } = request.body as { query: string; variables?: Record<string, unknown>; operationName?: string };
      const principal = principalOf(String(request.headers['x-user']));
      return reply.type('application/json').send(JSON.stringify(await executable.execute({ query, variables, operationName, principal, requestId: 'bench' })));
    });
    addresses[module.name] = await app.listen({ port: 0, host: '127.0.0.1' });
  }
  return addresses;
}

if (import.meta.main) ready(await serve(process.argv[2], process.argv[3] ?? ''));

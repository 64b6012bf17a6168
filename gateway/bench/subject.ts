import { makeExecutable } from '@gati/subgraph';
import { createGateway, type GatewaySubgraph } from '../src/index.ts';
import { ready } from './child.ts';
import { principalOf, publicUrl, silent } from './subgraphs.ts';
import { modules } from './world.ts';

/** The gateway under test, as wiring makes it: `subject.ts in-process <secret>` or `subject.ts http <secret> <addresses as JSON>`. */
const [shape, secret = '', addresses = '{}'] = process.argv.slice(2);
const origins = JSON.parse(addresses) as Record<string, string>;

const subgraphs = modules.map((module): GatewaySubgraph => {
  const { name, typeDefs } = module;
  return shape === 'http' ? { name, typeDefs, origin: origins[name]! } : { executable: makeExecutable(module, { publicUrl, logger: silent }) };
});
const gateway = await createGateway({
  graph: {
    kind: 'registry',
    subgraphs,
    secret,
    // Neither side verifies the client's token: that is identity's work, and measured there.
    authenticate: async (authorization) => principalOf(String(authorization).slice('Bearer '.length)),
    redeemSocketTicket: async (ticket) => principalOf(ticket),
    isStillValid: async () => true,
    webOrigin: null,
  },
  port: 0,
  host: '127.0.0.1',
  publicUrl,
  logger: silent,
});
ready({ url: await gateway.listen() });

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@gati/config';
import { createGateway, type Gateway, type GatewaySubgraph } from '@gati/gateway';
import type { Closing } from './closing.ts';
import type { Contexts, SubgraphName } from './contexts.ts';
import { doorsOf, healthOf, ownedPrefixes } from './doors.ts';
import type { Dependency } from './health.ts';
import type { Installation } from './installation.ts';
import { projectFolder } from './project-folder.ts';
import { asStartError } from './run-process.ts';
import { createRates, createSpending } from './spending.ts';

const names: readonly SubgraphName[] = ['artifacts', 'namespaces', 'security', 'billing', 'timescape'];

/** Starts the public edge: each subgraph in this process, or at the origin that the settings give. @returns where it listens */
export async function startGateway({
  installation,
  contexts,
  webOrigin,
  dependencies = [],
  closing,
}: {
  readonly installation: Installation;
  readonly contexts: Contexts;
  readonly webOrigin: string | null;
  readonly dependencies?: readonly Dependency[];
  readonly closing: Closing;
}): Promise<Gateway> {
  const { settings, folder, log, metrics, cache, clock } = installation;
  const charge = createSpending(createRates({ cache, clock, rates: settings.rates }));
  const local = names.filter((name) => !settings.subgraphUrls[name]);
  const remote = names.filter((name) => settings.subgraphUrls[name]);
  const subgraphs = names.map((name): GatewaySubgraph => {
    const origin = settings.subgraphUrls[name];
    if (!origin) return { executable: contexts.subgraph(name) };
    return { name, origin, typeDefs: readFileSync(join(projectFolder, 'subgraphs', name, 'schema.graphql'), 'utf8') };
  });
  const remoteHealth = remote.map((name): Dependency => ({ name: `subgraph ${name}`, check: () => reach(`${settings.subgraphUrls[name]}/health/live`) }));

  const gateway = await createGateway({
    graph: {
      kind: 'registry',
      subgraphs,
      secret: folder.secret,
      authenticate: contexts.namespaces.authenticate,
      redeemSocketTicket: contexts.namespaces.redeemSocketTicket,
      isStillValid: contexts.namespaces.isStillValid,
      webOrigin,
      ownedRoutes: remote.flatMap((name) => (ownedPrefixes[name] ? [{ origin: settings.subgraphUrls[name]!, prefixes: ownedPrefixes[name] }] : [])),
    },
    port: settings.port ?? 4000,
    host: settings.host,
    publicUrl: settings.publicUrl,
    logger: log,
    ...edgeBoundsOf(settings),
    charge,
    plugins: [healthOf(installation, [...remoteHealth, ...dependencies]), ...local.flatMap((name) => doorsOf(name, contexts, installation))],
    metrics: {
      operationDone: ({ kind, outcome, seconds }) => metrics.operationEnded({ kind, outcome, durationMs: seconds * 1_000 }),
      subgraphAnswered: ({ subgraph, outcome, seconds }) => metrics.subgraphAnswered({ subgraph, outcome, durationMs: seconds * 1_000 }),
      socketsOpen: metrics.socketsOpen,
    },
  });
  closing.add('gateway', gateway.close);
  await gateway.listen().catch((error: unknown) => {
    throw asStartError(error, settings.port ?? 4000);
  });
  return gateway;
}

/** Whose word counts at the edge, and how much one address may hold of it. */
export const edgeBoundsOf = ({ trustProxy, socketsPerAddress, connectionsPerAddress }: Settings) => ({
  trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
  sockets: { socketsByAddress: socketsPerAddress },
  connections: { byAddress: connectionsPerAddress },
});

async function reach(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(1_500) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}

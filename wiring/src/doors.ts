import { createArtifactsRoutes } from '@gati/artifacts/http';
import { createNamespacesRoutes } from '@gati/namespaces/http';
import type { FastifyPluginAsync } from 'fastify';
import type { Contexts, SubgraphName } from './contexts.ts';
import { createHealthRoutes, type Dependency } from './health.ts';
import type { Installation } from './installation.ts';
import { createRates } from './spending.ts';
import { traced } from './traced-door.ts';

/** The HTTP routes that each context owns, by prefix: what a gateway streams to a context that runs elsewhere. */
export const ownedPrefixes: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  artifacts: ['/v2', '/downloads', '/badges'],
  namespaces: ['/auth', '/audit-log', '/.well-known/jwks.json', '/.well-known/openid-configuration'],
};

/** The doors of one context, in this process. */
export function doorsOf(name: SubgraphName, { artifacts, namespaces }: Contexts, { settings, cache, clock }: Installation): readonly FastifyPluginAsync[] {
  const limits = createRates({ cache, clock, rates: settings.rates });
  if (name === 'artifacts')
    return [
      traced(
        createArtifactsRoutes({
          artifacts,
          readBadge: artifacts.readBadge,
          authenticate: namespaces.authenticate,
          authenticateBasic: namespaces.authenticateBasic,
          ociTokens: namespaces.ociTokens,
          limits,
          publicUrl: settings.publicUrl,
        }),
      ),
    ];
  if (name === 'namespaces') return [createNamespacesRoutes({ namespaces, publicUrl: settings.publicUrl, limits })];
  return [];
}

/** Health and metrics of one process; further dependencies are those it alone has. */
export const healthOf = ({ dependencies, metrics, log }: Installation, further: readonly Dependency[] = []): FastifyPluginAsync =>
  createHealthRoutes({
    dependencies: [...dependencies, ...further],
    metrics,
    onFailure: (name, error) => log.warn({ dependency: name, err: error }, 'a dependency is down'),
  });

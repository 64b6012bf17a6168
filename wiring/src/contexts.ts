import { createArtifacts } from '@gati/artifacts';
import { createArtifactsSubgraph } from '@gati/artifacts/subgraph';
import { createBilling } from '@gati/billing';
import { createBillingSubgraph } from '@gati/billing/subgraph';
import { isSiteAdministrator } from '@gati/authority';
import type { BoundJob } from '@gati/jobs';
import { createNamespaces } from '@gati/namespaces';
import { createNamespacesSubgraph } from '@gati/namespaces/subgraph';
import { readComponents } from '@gati/scanner';
import { createSecurity } from '@gati/security';
import { createSecuritySubgraph } from '@gati/security/subgraph';
import { cosignSignatures } from '@gati/signatures';
import { makeExecutable, type ExecutableSubgraph } from '@gati/subgraph';
import { createTimescape } from '@gati/timescape';
import { createTimescapeSubgraph } from '@gati/timescape/subgraph';
import type { Closing } from './closing.ts';
import { createContentCache } from './content-cache.ts';
import { createContentsReader } from './contents.ts';
import { createEngines } from './engines.ts';
import { checkFollowers } from './followers.ts';
import type { Installation } from './installation.ts';
import { createOutbox } from './outbox.ts';
import { createOwnerMail } from './owner-mail.ts';

export type Contexts = ReturnType<typeof createContexts>;
export type SubgraphName = 'artifacts' | 'namespaces' | 'security' | 'billing' | 'timescape';

/** Builds the five contexts over one installation and gives each the functions of the others that it asks for. @param hasJobs  whether this process runs jobs */
export function createContexts(installation: Installation, { hasJobs, closing }: { readonly hasJobs: boolean; readonly closing: Closing }) {
  const { settings, folder, database, queue, events, cache, blobs, searchIndex, mailer, outside, clock, makeId, log } = installation;
  const jobs = new Map<string, BoundJob>();
  const jobOf = (name: string): BoundJob => {
    const job = jobs.get(name);
    if (!job) throw new Error(`No context declares the job ${name}.`);
    return job;
  };
  const { transaction, emitIn } = createOutbox({ database, queue, clock, jobOf });
  const tables = database.client;
  const administrators = new Set(settings.admins);
  const base = { tables, transaction, clock, makeId };

  const namespaces = createNamespaces({
    ...base,
    cache,
    secret: folder.secret,
    publicUrl: settings.publicUrl,
    log: log.child({ context: 'namespaces' }),
    sendMail: mailer.send,
    outside,
    signInProviders: settings.oauth,
    ciIssuers: settings.ciIssuers,
    isAdministrator: (principal) => isSiteAdministrator(principal, administrators),
  });
  const billing = createBilling({ tables, clock });
  const artifacts = createArtifacts({
    ...base,
    emitIn,
    blobs,
    searchIndex,
    events,
    secret: folder.secret,
    contentOrigin: settings.contentUrl ?? settings.publicUrl,
    contentCache: settings.cdn && createContentCache({ ...settings.cdn, publicUrl: settings.publicUrl }),
    factsFor: namespaces.factsFor,
    namespaceByHandle: namespaces.namespaceByHandle,
    readableScopes: namespaces.readableScopes,
    isStillValid: namespaces.isStillValid,
    audit: namespaces.audit,
    entitlementsOf: billing.entitlementsOf,
    pricingModelsOf: async (artifactIds) => new Map([...(await billing.pricingsOf(artifactIds))].map(([id, { model }]) => [id, model])),
    recordVersion: (tx, version) => timescape.recordVersion(tx, version),
    verdictsOf: (versionIds) => security.verdictsOf(versionIds),
    scoresOf: (versionIds) => security.scoresOf(versionIds),
    grants: namespaces.grants,
    verifiedNamespaceIds: async (ids) => new Set((await namespaces.badgesOf(ids)).keys()),
    carrySigners: (tx, moved) => security.carrySigners(tx, moved),
    assertConfirmed: namespaces.assertConfirmed,
    tellOwners: createOwnerMail({ ownerEmails: namespaces.ownerEmails, mailer }),
    isAdministrator: (principal) => isSiteAdministrator(principal, administrators),
    limits: { namespaceQuotaBytes: settings.quotaBytes },
    trustedCarriersOf: (tx, artifactId, subject) => security.trustedCarriersOf(tx, artifactId, subject),
    onProblem: (error) => log.error({ err: error }, 'something went wrong behind a request'),
  });
  const timescape = createTimescape({ tables, selectVersion: artifacts.selectVersion, readableVersions: artifacts.readableVersions });
  const { malwareEngine, engines, close: closeEngines } = createEngines({ settings, folder: folder.scanner, hasJobs, log });
  closing.add('scan engines', closeEngines);
  closing.add('artifacts', artifacts.close);
  const security = createSecurity({
    ...base,
    events,
    artifacts: { ...artifacts, readBlob: artifacts.readWholeBlob },
    namespaces,
    signatures: cosignSignatures,
    malwareEngine,
    engines,
    listContents: createContentsReader(blobs),
    readComponents,
  });

  const all = [...namespaces.jobs, ...artifacts.jobs, ...security.jobs];
  for (const job of all) jobs.set(job.name, job);
  checkFollowers(all);

  const makeSubgraph: Record<SubgraphName, () => ExecutableSubgraph> = {
    artifacts: () => executable(createArtifactsSubgraph(artifacts)),
    namespaces: () => executable(createNamespacesSubgraph(namespaces)),
    security: () => executable(createSecuritySubgraph(security)),
    billing: () => executable(createBillingSubgraph({ billing, readableArtifacts: artifacts.readableArtifacts })),
    timescape: () => executable(createTimescapeSubgraph({ timescape, readableArtifacts: artifacts.readableArtifacts })),
  };
  const executable = (module: Parameters<typeof makeExecutable>[0]) => makeExecutable(module, { publicUrl: settings.publicUrl, logger: log });
  return { namespaces, artifacts, security, billing, timescape, jobs: all, subgraph: (name: SubgraphName) => makeSubgraph[name]() };
}

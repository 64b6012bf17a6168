import { anonymous, type FactsFor, type GrantedRole, type KnownPrincipal, type Principal, type Role, type Scope } from '@gati/authority';
import { manualClock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { createPostgresEventStream } from '@gati/event-stream';
import { sha256Of, type ArtifactName } from '@gati/identifiers';
import { createPostgresSearchIndex } from '@gati/search-index';
import { makeExecutable, type ExecutableSubgraph, type SubgraphResult } from '@gati/subgraph';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { ArtifactEvents, Emit } from '../../src/events.ts';
import type { Tables } from '../../src/ports.ts';
import type { ReadSideDependencies, SignatureStatus } from '../../src/read-ports.ts';
import { createReadSide, type ReadSide } from '../../src/read-side.ts';
import { lockArtifact, recomputeLatest } from '../../src/recompute-latest.ts';
import type { VersionStatus } from '../../src/rules/rights.ts';
import { createArtifactsSubgraph } from '../../src/subgraph.ts';
import { artifactLimits } from '../../src/limits.ts';
import { startReport, type UpkeepReport } from '../../src/upkeep.ts';
import { listUpkeepReports, requestCollection } from '../../src/use-cases/administer-upkeep.ts';
import { readStorage } from '../../src/use-cases/read-storage.ts';
import { setQuota } from '../../src/use-cases/set-quota.ts';

/** A UUID for a name: the same whenever it is asked for. */
export const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export const principal = (
  handle: string,
  scopes: readonly Scope[] = ['read', 'publish', 'admin'],
  limitedTo: readonly string[] | null = null,
): KnownPrincipal => ({
  kind: 'user',
  accountId: idOf(`account ${handle}`),
  handle,
  sessionId: idOf(`session ${handle}`),
  apiKeyId: null,
  scopes: new Set(scopes),
  limitedTo: limitedTo && new Set(limitedTo),
});
export const nobody: Principal = anonymous;
/** Owner, admin, writer and reader of acme, and somebody who has nothing to do with it. */
export const ada = principal('ada');
export const adam = principal('adam');
export const wim = principal('wim');
export const rea = principal('rea');
export const eve = principal('eve');

const roles: Record<string, Record<string, Role>> = {
  acme: { ada: 'owner', adam: 'admin', wim: 'write', rea: 'read' },
  blue: { bob: 'owner' },
  green: { bob: 'owner', ada: 'write' },
  red: { bob: 'owner' },
};

/** A version as a test wants it to stand in the tables. */
export interface Published {
  readonly name?: string;
  readonly version?: string;
  readonly status?: VersionStatus;
  readonly statusReason?: string | null;
  readonly visibility?: 'public' | 'private';
  readonly type?: 'module' | 'model';
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly capabilities?: readonly string[];
  readonly gatiRange?: string;
  readonly readme?: string | null;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly labels?: readonly string[];
  readonly pendingLabels?: readonly string[];
  readonly layers?: readonly string[];
  /** Another version's manifest; its own unless told. */
  readonly manifestId?: string;
}

export interface PublishedVersion {
  readonly artifactId: string;
  readonly versionId: string;
  readonly manifestId: string;
  readonly digest: string;
  readonly name: ArtifactName;
  readonly version: string;
}

interface Fact {
  readonly name: keyof ArtifactEvents;
  readonly payload: unknown;
}

export interface World {
  readonly database: TestDatabase;
  readonly clock: ReturnType<typeof manualClock>;
  readonly artifacts: ReadSide;
  readonly dependencies: ReadSideDependencies;
  readonly subgraph: ExecutableSubgraph;
  /** Puts a version into the tables, as pushing and admitting would have. */
  readonly publish: (published?: Published) => Promise<PublishedVersion>;
  /** The same, and brings the search index up to date. */
  readonly publishAndIndex: (published?: Published) => Promise<PublishedVersion>;
  readonly index: (artifactId: string) => Promise<void>;
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>, asker?: Principal) => Promise<SubgraphResult>;
  /** Facts left since the last call. */
  readonly newFacts: () => readonly Fact[];
  readonly audited: { readonly action: string; readonly subject: string }[];
  /** What other contexts would say. */
  readonly others: {
    readonly verdicts: Map<string, { status: SignatureStatus; bundle: unknown }>;
    readonly unpaid: Set<string>;
    readonly scores: Map<string, number>;
    /** Namespaces whose publisher is verified. */
    readonly verified: Set<string>;
    readonly signedOut: Set<string>;
    /** Whose second factor is asked for. */
    readonly unconfirmed: Set<string>;
    /** Moves whose signers were to be carried along. */
    readonly carried: object[];
    /** Roles on single artifacts by handle. */
    readonly grants: Map<string, Map<string, GrantedRole>>;
    readonly withoutRole: Set<string>;
    calls: string[];
  };
  /** Statements that went to this context's tables while the work ran. */
  readonly countStatements: (work: () => Promise<unknown>) => Promise<number>;
}

/** Opens a world before the tests of a file and closes it after them. Names are the tests' own: each takes new ones. */
export function inWorld(): World {
  const world = {} as { -readonly [K in keyof World]: World[K] };
  let stop: () => Promise<void> = async () => {};
  beforeAll(async () => {
    const { close, ...opened } = await openWorld();
    Object.assign(world, opened);
    stop = close;
  });
  afterAll(() => stop());
  return world;
}

async function openWorld(): Promise<World & { readonly close: () => Promise<void> }> {
  const database = await createTestDatabase();
  const clock = manualClock(new Date('2026-03-01T12:00:00.000Z'));
  const facts: Fact[] = [];
  const audited: { action: string; subject: string }[] = [];
  const others: World['others'] = {
    verdicts: new Map(),
    unpaid: new Set(),
    scores: new Map(),
    verified: new Set(),
    signedOut: new Set(),
    unconfirmed: new Set(),
    carried: [],
    grants: new Map(),
    withoutRole: new Set(),
    calls: [],
  };
  const events = createPostgresEventStream({ url: database.url, onProblem: () => {} });
  const searchIndex = createPostgresSearchIndex(database);
  const counter = { statements: 0 };

  const factsFor: FactsFor = async (asker, namespaceIds) => {
    others.calls.push('factsFor');
    return new Map(
      Object.entries(roles).flatMap(([handle, members]) => {
        const namespaceId = idOf(`namespace ${handle}`);
        const role = asker.kind === 'anonymous' || others.withoutRole.has(asker.handle) ? null : (members[asker.handle] ?? null);
        const grants = asker.kind === 'anonymous' ? undefined : others.grants.get(asker.handle);
        return namespaceIds.includes(namespaceId) ? [[namespaceId, { namespaceId, handle, role, ...(grants && { grants }) }]] : [];
      }),
    );
  };
  const transaction = <T>(work: (tables: Tables, emit: Emit) => Promise<T>): Promise<T> =>
    database.transaction(async (tx) => {
      const emitted: Fact[] = [];
      const result = await work(tx, async (name, payload) => void emitted.push({ name, payload }));
      facts.push(...emitted);
      return result;
    });

  const dependencies: ReadSideDependencies = {
    tables: counting(database.client, counter),
    transaction,
    clock,
    factsFor,
    namespaceByHandle: async (handle) => (handle in roles ? { id: idOf(`namespace ${handle}`), handle } : null),
    readableScopes: async (asker) => {
      if (asker.kind === 'anonymous' || !asker.scopes.has('read') || others.withoutRole.has(asker.handle)) return { namespaceIds: [], artifactIds: [] };
      const readable = Object.entries(roles).flatMap(([handle, members]) => (asker.handle in members ? [idOf(`namespace ${handle}`)] : []));
      const namespaceIds = readable.filter((id) => asker.limitedTo === null || asker.limitedTo.has(id));
      return { namespaceIds, artifactIds: [...(others.grants.get(asker.handle)?.keys() ?? [])] };
    },
    isStillValid: async (asker) => asker.kind === 'anonymous' || !others.signedOut.has(asker.handle),
    audit: { record: async (_, { action, subject }) => void audited.push({ action, subject }) },
    entitlementsOf: async (_, ids) => {
      others.calls.push('entitlementsOf');
      return new Map(ids.map((id) => [id, { isEntitled: !others.unpaid.has(id) }]));
    },
    pricingModelsOf: async () => new Map(),
    verifiedNamespaceIds: async (ids) => new Set(ids.filter((id) => others.verified.has(id))),
    verdictsOf: async (ids) => {
      others.calls.push('verdictsOf');
      return new Map(ids.map((id) => [id, others.verdicts.get(id) ?? { status: 'VALID', bundle: { mediaType: 'bundle' } }]));
    },
    carrySigners: async (_, moved) => void others.carried.push(moved),
    grants: {
      put: async (_, { to, artifact, role }) => {
        const handle = 'account' in to ? to.account : to.team;
        others.grants.set(handle, new Map([...(others.grants.get(handle) ?? []), [artifact.id, role]]));
        return { id: idOf(`grant ${handle}`), accountId: idOf(handle), teamId: null, role, createdAt: clock() };
      },
      remove: async (_, { to, artifact }) => {
        if ('team' in to || !others.grants.get(to.account)?.delete(artifact.id)) throw new RegistryError('NOT_FOUND', { reference: 'role' });
      },
      removeAll: async (_, artifactId) => [...others.grants.values()].filter((ofOne) => ofOne.delete(artifactId)).length,
      list: async (_, artifactId) =>
        [...others.grants].flatMap(([handle, ofOne]) => {
          const role = ofOne.get(artifactId);
          return role ? [{ id: idOf(`grant ${handle}`), accountId: idOf(handle), teamId: null, role, createdAt: clock() }] : [];
        }),
    },
    assertConfirmed: async (asker) => {
      if (asker.kind !== 'anonymous' && others.unconfirmed.has(asker.handle)) throw new RegistryError('STEP_UP_REQUIRED', {});
    },
    scoresOf: async (ids) => new Map(ids.flatMap((id) => (others.scores.has(id) ? [[id, others.scores.get(id)!]] : []))),
    searchIndex,
    events,
    issueDownloadTicket: (_, { digest, isPublic }) => ({
      url: `https://content.example/downloads/${isPublic ? 'public' : 'private'}-${digest}`,
      expiresAt: new Date(clock().getTime() + 60_000),
    }),
    recheckEveryMs: 100,
  };
  const artifacts = createReadSide(dependencies);
  const isAdministrator = (asker: Principal): boolean => asker.kind !== 'anonymous' && asker.handle === 'ada';
  const collect = async ({ isDryRun }: { readonly isDryRun: boolean }): Promise<UpkeepReport> => startReport('collection', { isDryRun, clock }).end();
  const administration = {
    readStorage: readStorage({ ...dependencies, limits: artifactLimits }),
    setQuota: setQuota({ ...dependencies, isAdministrator }),
    listUpkeepReports: listUpkeepReports({ ...dependencies, isAdministrator }),
    requestCollection: requestCollection({ ...dependencies, isAdministrator, collectGarbage: collect }),
  };
  const subgraph = makeExecutable(createArtifactsSubgraph({ ...artifacts, ...administration }), {
    publicUrl: 'http://127.0.0.1:4000',
    logger: silent as never,
  });

  const publish: World['publish'] = async (published = {}) => {
    clock.advance(1_000);
    return database.transaction((tx) => insert(tx, published, clock()));
  };
  const index = async (artifactId: string): Promise<void> => {
    const job = artifacts.jobs.find(({ name }) => name === 'artifacts.index-artifact')!;
    await job.run({ artifactId }, { signal: new AbortController().signal, lastAttempt: false });
  };

  return {
    database,
    clock,
    artifacts,
    dependencies,
    subgraph,
    publish,
    index,
    publishAndIndex: async (published) => {
      const version = await publish(published);
      await index(version.artifactId);
      return version;
    },
    ask: (query, variables = {}, asker = nobody) => subgraph.execute({ query, variables, principal: asker, requestId: 'r1' }),
    newFacts: () => facts.splice(0),
    audited,
    others,
    countStatements: async (work) => {
      const before = counter.statements;
      await work();
      return counter.statements - before;
    },
    close: async () => {
      await events.close();
      await database.remove();
    },
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Counts what goes to the database by way of these tables: raw statements and calls of models. */
function counting(tables: Tables, counter: { statements: number }): Tables {
  return new Proxy(tables, {
    get: (target, key) => {
      const member = Reflect.get(target, key) as unknown;
      if (typeof member === 'function') {
        return (...given: unknown[]) => {
          if (String(key).startsWith('$')) counter.statements++;
          return (member as (...all: unknown[]) => unknown).apply(target, given);
        };
      }
      return typeof member === 'object' && member !== null ? countingModel(member, counter) : member;
    },
  });
}

function countingModel<M extends object>(model: M, counter: { statements: number }): M {
  return new Proxy(model, {
    get: (target, key) => {
      const member = Reflect.get(target, key) as unknown;
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        counter.statements++;
        return (member as (...all: unknown[]) => unknown).apply(target, given);
      };
    },
  });
}

async function insert(
  tx: Tables,
  {
    name = `@acme/thing-${randomUUID().slice(0, 8)}`,
    version = '1.0.0',
    status = 'published',
    statusReason = null,
    visibility = 'public',
    type = 'module',
    description,
    keywords = [],
    license = 'MIT',
    capabilities = [],
    gatiRange,
    readme = null,
    dependencies = {},
    labels = [],
    pendingLabels = [],
    layers = [`layer of ${name}@${version}`],
    manifestId: otherManifestId,
  }: Published,
  at: Date,
): Promise<PublishedVersion> {
  const handle = name.slice(1, name.indexOf('/'));
  const isAdmitted = status !== 'staged' && status !== 'rejected';
  const artifact = await tx.artifact.upsert({
    where: { name },
    create: { id: randomUUID(), namespaceId: idOf(`namespace ${handle}`), name, type, visibility, createdAt: at, updatedAt: at, isAdmitted },
    update: isAdmitted ? { isAdmitted: true } : {},
  });
  const artifactId = artifact.id;
  const gatiManifest = { name, version, type, license, dependencies, module: { runtime: 'node', entry: 'index.js' } };
  const content = Buffer.from(JSON.stringify({ of: name, version, salt: randomUUID() }));
  const manifestId = otherManifestId ?? randomUUID();
  const digest = otherManifestId ? (await tx.manifest.findUniqueOrThrow({ where: { id: otherManifestId } })).digest : sha256Of(content);
  if (!otherManifestId) {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    await tx.manifest.create({
      data: {
        id: manifestId,
        artifactId,
        digest,
        mediaType,
        artifactType: `application/vnd.gati.${type}.v1`,
        annotations: {},
        content,
        sizeBytes: content.byteLength,
        pushedAt: at,
        admittedAt: isAdmitted ? at : null,
      },
    });
    const references = [{ kind: 'config' as const, bytes: JSON.stringify(gatiManifest) }, ...layers.map((bytes) => ({ kind: 'layer' as const, bytes }))];
    await tx.manifestReference.createMany({
      data: references.map(({ kind, bytes }, position) => ({
        manifestId,
        artifactId,
        position,
        kind,
        digest: sha256Of(Buffer.from(bytes)),
        mediaType: kind === 'config' ? 'application/vnd.gati.manifest.v1+json' : 'application/vnd.gati.layer.v1.tar+gzip',
        sizeBytes: BigInt(bytes.length),
      })),
    });
  }
  const versionId = randomUUID();
  await tx.version.create({
    data: {
      id: versionId,
      artifactId,
      manifestId,
      version,
      isPrerelease: version.includes('-'),
      status,
      statusReason,
      createdAt: at,
      publishedAt: isAdmitted ? at : null,
      digest,
      sizeBytes: BigInt(content.byteLength),
      gatiManifest,
      description: description ?? null,
      license,
      keywords: [...keywords],
      languages: ['typescript'],
      capabilities: [...capabilities],
      gatiRange: gatiRange ?? null,
      readme,
    },
  });
  await tx.dependency.createMany({ data: Object.entries(dependencies).map(([need, range]) => ({ versionId, name: need, range })) });
  for (const label of labels)
    await tx.label.upsert({
      where: { artifactId_name: { artifactId, name: label } },
      create: { artifactId, name: label, manifestId, updatedAt: at },
      update: { manifestId },
    });
  for (const label of pendingLabels) {
    await tx.label.upsert({
      where: { artifactId_name: { artifactId, name: label } },
      create: { artifactId, name: label, pendingManifestId: manifestId, updatedAt: at },
      update: { pendingManifestId: manifestId },
    });
  }
  await lockArtifact(tx, artifactId);
  await recomputeLatest(tx, artifactId, at);
  return { artifactId, versionId, manifestId, digest, name: name as ArtifactName, version };
}

/** An answer in which the names that were asked for are alike, to compare what is hidden with what is missing. */
export const withoutNames = (answer: unknown, ...names: readonly string[]): string =>
  names.reduce((text, name) => text.replaceAll(name, '<name>'), JSON.stringify(answer));

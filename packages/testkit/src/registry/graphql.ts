import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { RegistryError, refusalOf, type ErrorCode, type ErrorParams } from '@gati/errors';
import { parseArtifactName, parseReference, parseSelector, repositoryOf, splitName } from '@gati/identifiers';
import { GraphQLError } from 'graphql';
import semver from 'semver';
import type { OciDoor } from './oci.ts';
import type { RegistrySignatures } from './signatures.ts';
import type { ArtifactRecord, Session, VersionRecord, World } from './world.ts';

/** Who asks; null for nobody. */
export interface Caller {
  readonly handle: string | null;
  readonly token: string | undefined;
}

export const refusal = <C extends ErrorCode>(code: C, params: ErrorParams<C>): GraphQLError => {
  const { message, details, suggestions } = refusalOf(new RegistryError(code, params) as RegistryError);
  return new GraphQLError(message, { extensions: { code, details, suggestions, docsUrl: `http://registry.test/errors/${code}`, requestId: 'request-1' } });
};

interface Layer {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Root fields of the API over a world: what the clients of this project ask for, by the rules of the contract. */
export function createRoot(world: World, door: OciDoor, signatures: RegistrySignatures) {
  const sessionOf = ({ accessToken, refreshToken, expiresAt, handle }: Session) => ({
    session: { accessToken, refreshToken, expiresAt: expiresAt.toISOString(), account: { id: handle, handle, email: `${handle}@mail.test` } },
  });
  const needs = (caller: Caller): string => {
    if (caller.handle === null) throw refusal('UNAUTHENTICATED', {});
    return caller.handle;
  };
  const canSee = ({ visibility, name }: ArtifactRecord, { handle }: Caller): boolean => visibility === 'PUBLIC' || splitName(name).handle === handle;
  const visible = (name: string, caller: Caller): ArtifactRecord | null => {
    const artifact = world.artifacts.get(name);
    return artifact && canSee(artifact, caller) ? artifact : null;
  };
  const ociManifestOf = (artifact: ArtifactRecord, { digest }: VersionRecord) =>
    JSON.parse(Buffer.from(world.repositoryAt(repositoryOf(artifact.name)).manifests.get(digest)!.bytes).toString()) as {
      artifactType?: string;
      layers: Layer[];
    };
  const keysOf = (handle: string) =>
    (world.keys.get(handle) ?? []).map((key) => ({
      ...key,
      fingerprint: key.claimedFingerprint,
      validFrom: key.validFrom.toISOString(),
      revokedAt: key.revokedAt?.toISOString() ?? null,
    }));
  const namespaceOf = (handle: string, caller: Caller) => ({
    id: handle,
    handle,
    kind: 'USER',
    displayName: handle,
    badges: [],
    signingKeys: keysOf(handle),
    signingIdentities: [],
    artifacts: () =>
      connection(
        [...world.artifacts.values()]
          .filter((artifact) => splitName(artifact.name).handle === handle && canSee(artifact, caller))
          .map((artifact) => artifactOf(artifact, caller)),
      ),
  });
  const connection = <T>(nodes: readonly T[]) => ({
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: String(index) })),
    totalCount: nodes.length,
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };

  function versionOf(artifact: ArtifactRecord, record: VersionRecord, caller: Caller): object {
    const oci = ociManifestOf(artifact, record);
    const manifest = world.gatiManifestOf(repositoryOf(artifact.name), record.digest);
    const last = record.events.at(-1);
    return {
      id: record.digest,
      ...record,
      publishedAt: record.publishedAt?.toISOString() ?? null,
      artifact: () => artifactOf(artifact, caller),
      artifactType: oci.artifactType ?? '',
      sizeBytes: String(oci.layers.reduce((sum, { size }) => sum + size, 0)),
      layers: oci.layers.map(({ digest, mediaType, size }) => ({ digest, mediaType, sizeBytes: String(size) })),
      manifest,
      dependencies: Object.entries((manifest['dependencies'] ?? {}) as Record<string, string>).map(([name, range]) => ({ name, range })),
      readme: { html: '<p>Read me</p>', markdown: 'Read me' },
      signature: {
        status: record.signedAt ? 'VALID' : 'UNSIGNED',
        signedAt: record.signedAt?.toISOString() ?? null,
        signedBy: record.signedAt ? { kind: 'KEY', subject: null, fingerprint: world.keys.get(splitName(artifact.name).handle)?.[0]?.fingerprint ?? '' } : null,
        transparencyLog: null,
      },
      attestations: [],
      sbom: null,
      scan:
        last && record.publishedAt
          ? {
              id: `scan-${record.digest}`,
              status: last.status,
              score: last.score,
              startedAt: null,
              finishedAt: null,
              scoreReasons: [],
              counts,
              engines: [],
              findings: () =>
                connection(
                  record.events
                    .flatMap(({ newFindings }) => newFindings)
                    .map((finding, index) => ({ id: String(index), path: null, advisory: null, package: null, suggestion: null, ...finding })),
                ),
            }
          : null,
    };
  }

  function artifactOf(artifact: ArtifactRecord, caller: Caller): object {
    const { handle } = splitName(artifact.name);
    const all = [...artifact.versions.values()]
      .filter(({ status }) => caller.handle === handle || (status !== 'STAGED' && status !== 'REJECTED'))
      .sort((a, b) => semver.rcompare(a.version, b.version));
    const latest = world.select(artifact, { kind: 'label', label: 'latest' });
    const manifest = latest ? world.gatiManifestOf(repositoryOf(artifact.name), latest.digest) : {};
    const choose = (ref: string): VersionRecord | null => {
      const record = world.select(artifact, parseSelector(ref));
      return record && all.includes(record) ? record : null;
    };
    const published = all.filter(({ publishedAt }) => publishedAt).reverse();
    return {
      id: artifact.name,
      name: artifact.name,
      type: String(manifest['type'] ?? 'module').toUpperCase(),
      description: manifest['description'] ?? null,
      license: manifest['license'] ?? null,
      keywords: manifest['keywords'] ?? [],
      visibility: artifact.visibility,
      stars: artifact.stars.size,
      viewerHasStarred: caller.handle !== null && artifact.stars.has(caller.handle),
      downloads: { total: 7, lastWeek: 3 },
      namespace: () => namespaceOf(handle, caller),
      pricing: { model: 'FREE' },
      tags: [...artifact.labels]
        .filter(([, version]) => !version.startsWith('pending:'))
        .map(([name, version]) => ({ name, version: () => versionOf(artifact, artifact.versions.get(version)!, caller) })),
      latest: () => (latest ? versionOf(artifact, latest, caller) : null),
      version: ({ ref }: { ref: string }) => {
        const record = choose(ref);
        return record ? versionOf(artifact, record, caller) : null;
      },
      versions: () => connection(all.map((record) => versionOf(artifact, record, caller))),
      timescape: () => ({
        totalCount: published.length,
        nodes: published.map((record) => ({
          version: versionOf(artifact, record, caller),
          line: `${semver.major(record.version)}.x`,
          gtypeHash: `sha256:${'0'.repeat(64)}`,
        })),
        edges: published.slice(1).map((record, index) => ({
          from: versionOf(artifact, published[index]!, caller),
          to: versionOf(artifact, record, caller),
          kind: 'SUCCESSION',
          breaking: false,
          suggestedBump: 'NONE',
          transformer: null,
          guide: null,
        })),
      }),
    };
  }

  /** One version of each name, dependencies first; what cannot be served becomes a problem. */
  async function resolve(refs: readonly string[], caller: Caller) {
    const chosen = new Map<string, { artifact: ArtifactRecord; record: VersionRecord }>();
    const problems: { ref: string; code: string; message: string; suggestion: string | null }[] = [];
    const roots: { ref: string; name: string; version: string }[] = [];
    // What is asked for exactly also binds those who need it by a range.
    const exact = new Map(
      refs
        .map((ref) => parseReference(ref))
        .flatMap(({ name, selector }) => (selector.kind === 'version' ? [[name as string, selector.version] as const] : [])),
    );
    const choose = (ref: string): VersionRecord | null => {
      const { name, selector } = parseReference(ref);
      const artifact = visible(name, caller);
      const before = chosen.get(name);
      const isKept =
        before &&
        (selector.kind === 'range' ? semver.satisfies(before.record.version, selector.range) : artifact && world.select(artifact, selector) === before.record);
      if (isKept) return before.record;
      if (before) {
        problems.push({ ref, code: 'DEPENDENCY_CONFLICT', message: `No version of ${name} satisfies everyone.`, suggestion: 'Change one of the ranges.' });
        return null;
      }
      const asked = exact.get(name);
      const record =
        artifact &&
        world.select(
          artifact,
          asked !== undefined && selector.kind === 'range' && semver.satisfies(asked, selector.range) ? { kind: 'version', version: asked } : selector,
        );
      if (!artifact || !record || record.status === 'STAGED' || record.status === 'REJECTED') {
        problems.push({ ref, code: 'NOT_FOUND', message: `There is no ${ref}.`, suggestion: null });
        return null;
      }
      if (record.status === 'QUARANTINED') {
        problems.push({ ref, code: 'VERSION_QUARANTINED', message: `${ref} is quarantined: ${record.statusReason}.`, suggestion: 'Choose another version.' });
        return null;
      }
      chosen.set(name, { artifact, record });
      const { dependencies = {} } = world.gatiManifestOf(repositoryOf(artifact.name), record.digest) as { dependencies?: Record<string, string> };
      for (const [dependency, range] of Object.entries(dependencies)) choose(`${dependency}@${range}`);
      return record;
    };
    for (const ref of refs) {
      const record = choose(ref);
      if (record) roots.push({ ref, name: parseReference(ref).name, version: record.version });
    }
    const artifacts = await Promise.all(
      [...chosen.values()].reverse().map(async ({ artifact, record }) => {
        const path = repositoryOf(artifact.name);
        const { dependencies = {} } = world.gatiManifestOf(path, record.digest) as { dependencies?: Record<string, string> };
        const [material] = await world.materialsFor(world.repositoryAt(path), record.digest);
        return {
          name: artifact.name,
          version: record.version,
          digest: record.digest,
          layers: ociManifestOf(artifact, record).layers.map(({ digest, mediaType, size }) => ({
            digest,
            mediaType,
            sizeBytes: String(size),
            url: door.ticketFor(path, digest),
            expiresAt: new Date(Date.now() + 60_000).toISOString(),
          })),
          dependencies: Object.keys(dependencies).map((name) => ({ name, version: chosen.get(name)?.record.version ?? '0.0.0' })),
          signature: { status: 'VALID', bundle: material && material.format === 'bundle' ? signatures.materialToJson(material) : null },
        };
      }),
    );
    return { roots, artifacts, problems };
  }

  function writable(name: string, version: string, caller: Caller): { artifact: ArtifactRecord; record: VersionRecord } {
    const artifact = visible(name, caller);
    const record = artifact?.versions.get(version);
    const handle = needs(caller);
    if (!artifact || !record) throw refusal('NOT_FOUND', { reference: `${name}@${version}` });
    if (splitName(artifact.name).handle !== handle)
      throw refusal('NAMESPACE_PERMISSION_DENIED', { handle: splitName(artifact.name).handle, needed: 'the role write' });
    return { artifact, record };
  }

  async function* scanEvents({ artifact: name, version, after }: { artifact: string; version: string; after?: number | null }, caller: Caller) {
    let last = after ?? 0;
    let isFirst = true;
    for (;;) {
      const artifact = visible(name, caller);
      const record = artifact?.versions.get(version);
      if (!artifact || !record) throw refusal('NOT_FOUND', { reference: `${name}@${version}` });
      const newest = record.events.at(-1)!;
      if (newest.sequence > last || isFirst) {
        const newFindings = record.events.filter(({ sequence }) => sequence > last).flatMap((event) => event.newFindings);
        last = newest.sequence;
        isFirst = false;
        yield {
          scanProgress: {
            ...newest,
            newFindings: newFindings.map((finding, index) => ({ id: `${last}-${index}`, ...finding })),
            counts,
            version: () => versionOf(artifact, record, caller),
          },
        };
        if (['CLEAN', 'FINDINGS', 'MALICIOUS', 'FAILED'].includes(newest.status)) return;
        continue;
      }
      await once(world.changes, 'change');
    }
  }

  async function* indexEvents({ artifact: name, version }: { artifact: string; version: string }, caller: Caller) {
    for (;;) {
      const artifact = visible(name, caller);
      const record = artifact?.versions.get(version);
      if (!artifact || !record) throw refusal('NOT_FOUND', { reference: `${name}@${version}` });
      const isDone = record.status === 'PUBLISHED';
      yield {
        indexingProgress: {
          sequence: isDone ? 2 : 1,
          stage: isDone ? 'index' : 'admit',
          percent: isDone ? 100 : 0,
          status: isDone ? 'DONE' : 'QUEUED',
          version: () => versionOf(artifact, record, caller),
        },
      };
      if (isDone) return;
      await once(world.changes, 'change');
    }
  }

  interface Input<T> {
    readonly input: T;
  }
  type Named = Input<{ artifact: string }>;
  type Exact = Input<{ artifact: string; version: string; reason?: string; tag?: string }>;
  const devices = new Map<string, { approvedBy: string | null }>();

  return {
    devices,
    fields: {
      artifact: ({ name }: { name: string }, caller: Caller) => {
        const artifact = visible(name, caller);
        return artifact ? artifactOf(artifact, caller) : null;
      },
      namespace: ({ handle }: { handle: string }, caller: Caller) =>
        world.keys.has(handle.replace(/^@/, '')) ? namespaceOf(handle.replace(/^@/, ''), caller) : null,
      viewer: (_input: unknown, caller: Caller) =>
        caller.handle === null
          ? null
          : {
              account: { id: caller.handle, handle: caller.handle, email: `${caller.handle}@mail.test` },
              memberships: [{ role: 'OWNER', account: { handle: caller.handle }, namespace: namespaceOf(caller.handle, caller) }],
              invitations: [],
              apiKeys: world.apiKeys
                .filter(({ handle }) => handle === caller.handle)
                .map(({ secret: _secret, ...key }) => ({
                  ...key,
                  namespaces: [],
                  artifacts: [],
                  createdAt: new Date().toISOString(),
                  expiresAt: null,
                  lastUsedAt: null,
                  revokedAt: key.revokedAt?.toISOString() ?? null,
                })),
            },
      search: ({ query }: { query: { text?: string } }, caller: Caller) => {
        const found = [...world.artifacts.values()].filter(
          (artifact) => canSee(artifact, caller) && world.select(artifact, { kind: 'label', label: 'latest' }) && artifact.name.includes(query.text ?? ''),
        );
        return {
          ...connection(found.map((artifact) => ({ artifact: artifactOf(artifact, caller), highlights: [] }))),
          totalCountIsExact: true,
          tookMs: 1,
          didYouMean: null,
          facets: [],
        };
      },
      validatePublish: ({ manifest }: { manifest: { name: string; version: string } }, caller: Caller) => {
        const handle = needs(caller);
        const problems: object[] = [];
        const { handle: owner } = splitName(parseArtifactName(manifest.name));
        if (owner !== handle)
          problems.push({ code: 'NAMESPACE_PERMISSION_DENIED', path: '/name', message: `This needs the role write in @${owner}.`, suggestion: null });
        const record = world.artifacts.get(manifest.name)?.versions.get(manifest.version);
        if (record && record.status !== 'STAGED')
          problems.push({
            code: 'VERSION_EXISTS',
            path: '/version',
            message: `${manifest.name}@${manifest.version} exists already; a version never changes.`,
            suggestion: 'Publish the change under a higher version.',
          });
        return { valid: problems.length === 0, problems };
      },
      resolve: ({ refs }: { refs: string[] }, caller: Caller) => resolve(refs, caller),
      compareVersions: ({ artifact, from, to }: { artifact: string; from: string; to: string }, caller: Caller) => {
        const found = visible(artifact, caller);
        if (!found || !world.select(found, parseSelector(from)) || !world.select(found, parseSelector(to))) return null;
        return {
          breaking: true,
          suggestedBump: 'MAJOR',
          declaredBump: 'MINOR',
          changes: [
            {
              path: '/handlers/login/input',
              position: 'INPUT',
              rule: 'property-required',
              breaking: true,
              before: {},
              after: {},
              reason: 'A property became required.',
              suggestion: 'Send it.',
              counterexample: { user: 1 },
            },
          ],
        };
      },
      signIn: ({ input }: Input<{ handleOrEmail: string; password: string }>) => {
        if (world.passwords.get(input.handleOrEmail) !== input.password) throw refusal('UNAUTHENTICATED', { reason: 'Handle or password is wrong.' });
        return sessionOf(world.startSession(input.handleOrEmail));
      },
      refreshSession: ({ input }: Input<{ refreshToken: string }>) => {
        const session = world.refresh(input.refreshToken);
        if (!session) throw refusal('UNAUTHENTICATED', { reason: 'This sign-in has ended.' });
        return sessionOf(session);
      },
      signOut: (_input: unknown, caller: Caller) => {
        needs(caller);
        for (const session of world.sessions) if (session.accessToken === caller.token) session.isEnded = true;
        return { endedAt: new Date().toISOString() };
      },
      startDeviceLogin: () => {
        const deviceCode = randomUUID();
        devices.set(deviceCode, { approvedBy: null });
        return {
          deviceCode,
          userCode: 'BDWP-HQPK',
          verificationUrl: 'http://registry.test/device',
          expiresAt: new Date(Date.now() + 60_000).toISOString(),
          intervalSeconds: 0,
        };
      },
      completeDeviceLogin: ({ input }: Input<{ deviceCode: string }>) => {
        const approvedBy = devices.get(input.deviceCode)?.approvedBy;
        if (!approvedBy) throw refusal('AUTHORIZATION_PENDING', {});
        return sessionOf(world.startSession(approvedBy));
      },
      createApiKey: ({ input }: Input<{ name: string; scopes: string[] }>, caller: Caller) => {
        const key = { id: randomUUID(), name: input.name, scopes: input.scopes, secret: `gati_${randomUUID()}`, handle: needs(caller), revokedAt: null };
        world.apiKeys.push(key);
        return { secret: key.secret, apiKey: { ...key, namespaces: [], expiresAt: null, lastUsedAt: null } };
      },
      revokeApiKey: ({ input }: Input<{ id: string }>, caller: Caller) => {
        const key = world.apiKeys.find(({ id, handle }) => id === input.id && handle === needs(caller));
        if (!key) throw refusal('NOT_FOUND', { reference: `API key ${input.id}` });
        key.revokedAt = new Date();
        return { apiKey: { ...key, revokedAt: key.revokedAt.toISOString() } };
      },
      registerSigningKey: ({ input }: Input<{ namespace: string; publicKeyPem: string; proof: string }>, caller: Caller) => {
        if (needs(caller) !== input.namespace) throw refusal('NAMESPACE_PERMISSION_DENIED', { handle: input.namespace, needed: 'the role admin' });
        if (!signatures.verifyProof(input)) throw refusal('SIGNATURE_INVALID', { reference: 'proof', reason: 'it was not made with this key' });
        const key = world.registerKey(input.namespace, input.publicKeyPem);
        return { signingKey: { ...key, validFrom: key.validFrom.toISOString(), revokedAt: null } };
      },
      revokeSigningKey: ({ input }: Input<{ id: string; from?: string }>, caller: Caller) => {
        const own = world.keys.get(needs(caller)) ?? [];
        const key = own.find(({ id }) => id === input.id);
        if (!key) throw refusal('NOT_FOUND', { reference: `signing key ${input.id}` });
        const revokedAt = new Date(input.from ?? Date.now());
        own[own.indexOf(key)] = { ...key, revokedAt };
        return { signingKey: { ...key, revokedAt: revokedAt.toISOString() }, quarantined: connection([]) };
      },
      setTag: ({ input }: Exact, caller: Caller) => {
        const { artifact, record } = writable(input.artifact, input.version, caller);
        artifact.labels.set(input.tag!, record.version);
        return { tag: { name: input.tag, version: versionOf(artifact, record, caller) } };
      },
      yankVersion: ({ input }: Exact, caller: Caller) => {
        const { artifact, record } = writable(input.artifact, input.version, caller);
        record.status = 'YANKED';
        record.statusReason = input.reason ?? null;
        return { version: versionOf(artifact, record, caller) };
      },
      unyankVersion: ({ input }: Exact, caller: Caller) => {
        const { artifact, record } = writable(input.artifact, input.version, caller);
        record.status = 'PUBLISHED';
        return { version: versionOf(artifact, record, caller) };
      },
      unpublishVersion: ({ input }: Exact, caller: Caller) => {
        const { artifact } = writable(input.artifact, input.version, caller);
        artifact.versions.delete(input.version);
        return { artifact: artifactOf(artifact, caller) };
      },
      starArtifact: ({ input }: Named, caller: Caller) => {
        const artifact = visible(input.artifact, caller);
        if (!artifact) throw refusal('NOT_FOUND', { reference: input.artifact });
        artifact.stars.add(needs(caller));
        return { artifact: artifactOf(artifact, caller) };
      },
      unstarArtifact: ({ input }: Named, caller: Caller) => {
        const artifact = visible(input.artifact, caller);
        if (!artifact) throw refusal('NOT_FOUND', { reference: input.artifact });
        artifact.stars.delete(needs(caller));
        return { artifact: artifactOf(artifact, caller) };
      },
      scanProgress: scanEvents,
      indexingProgress: indexEvents,
    },
  };
}

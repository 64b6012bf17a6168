import { RegistryError } from '@gati/errors';
import type { Accounts } from './accounts.ts';
import type { Jobs } from './jobs.ts';
import { digestOf, type WorldArtifact, type WorldNamespace, type WorldVersion } from './world.ts';

/** Who asks. */
export interface FakeContext {
  readonly handle: string | null;
  readonly authorization: string | undefined;
}

interface World {
  readonly artifacts: WorldArtifact[];
  readonly accounts: Accounts;
  readonly jobs: Jobs;
}

interface Page {
  readonly first: number;
  readonly after?: string | null;
}

/** The root value that graphql-js executes against: plain objects, with functions where a field takes arguments or may fail. */
export function createResolvers({ artifacts, accounts, jobs }: World) {
  const stars = new Set<string>();
  const { namespaces } = accounts;

  const rolesOf = (handle: string | null) =>
    namespaces.flatMap((namespace) => namespace.members.filter((member) => member.handle === handle).map(({ role }) => ({ namespace, role })));
  const mayWrite = (context: FakeContext, artifact: WorldArtifact): boolean =>
    rolesOf(context.handle).some(({ namespace, role }) => artifact.name.startsWith(`@${namespace.handle}/`) && role !== 'READ');
  const maySee = (context: FakeContext, artifact: WorldArtifact): boolean =>
    mayWrite(context, artifact) ||
    (artifact.visibility === 'PUBLIC' &&
      (artifact.versions.length === 0 || artifact.versions.some(({ status }) => status !== 'STAGED' && status !== 'REJECTED')));
  const signedIn = ({ handle }: FakeContext): string => {
    if (handle === null) throw new RegistryError('UNAUTHENTICATED', {});
    return handle;
  };
  const failing = (name: string, what: string) => (): never => {
    throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `${what} of ${name}` });
  };

  const latestOf = (artifact: WorldArtifact): WorldVersion | null => {
    const labelled = artifact.versions.find(({ version }) => version === artifact.tags['latest']);
    return labelled ?? artifact.versions.findLast(({ version, status }) => status === 'PUBLISHED' && !version.includes('-')) ?? null;
  };
  const select = (artifact: WorldArtifact, ref: string): WorldVersion | null => {
    if (ref === 'latest') return latestOf(artifact);
    const label = artifact.tags[ref];
    const range = /^\^(\d+)\.\d+\.\d+$/.exec(ref)?.[1];
    const byRange =
      range === undefined
        ? undefined
        : artifact.versions.findLast(({ version, status }) => status === 'PUBLISHED' && version.startsWith(`${range}.`) && !version.includes('-'));
    return artifact.versions.find(({ version }) => version === (label ?? ref)) ?? byRange ?? null;
  };

  const countsOf = (findings: WorldVersion['findings']) => {
    const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
    return { critical: count('CRITICAL'), high: count('HIGH'), medium: count('MEDIUM'), low: count('LOW'), unknown: count('UNKNOWN') };
  };
  const findingOf = ({ id, severity, title, advisory, package: name, found, fixed }: WorldVersion['findings'][number]) => ({
    id,
    kind: 'VULNERABILITY',
    severity,
    title,
    path: `node_modules/${name}/package.json`,
    advisory: {
      id: advisory,
      aliases: [`CVE-2024-${advisory.length}${id.length}`],
      url: `https://github.com/advisories/${advisory}`,
      cvssScore: severity === 'CRITICAL' ? 9.8 : severity === 'HIGH' ? 7.4 : 5.9,
    },
    package: { name, version: found, fixedVersion: fixed },
    suggestion: fixed ? `Raise ${name} to ${fixed} or above.` : 'Avoid redirects to other hosts until there is a fix.',
  });

  const scanOf = (version: WorldVersion) =>
    version.scanStatus && {
      id: `scan-${version.version}`,
      status: version.scanStatus,
      startedAt: version.publishedAt,
      finishedAt: version.scanStatus === 'RUNNING' ? null : version.publishedAt,
      score: version.score,
      scoreReasons:
        version.score === null
          ? []
          : version.findings.map(({ severity, package: name }) => ({
              delta: severity === 'CRITICAL' ? -40 : severity === 'HIGH' ? -25 : -8,
              reason: `A ${severity.toLowerCase()} vulnerability in ${name}.`,
            })),
      counts: countsOf(version.findings),
      engines: [
        { name: 'osv', version: '1.0.0', databaseUpdatedAt: '2026-02-01T00:00:00.000Z', status: 'DONE' },
        { name: 'code', version: '1.0.0', databaseUpdatedAt: null, status: 'DONE' },
        { name: 'trivy', version: '0.68.1', databaseUpdatedAt: null, status: 'SKIPPED' },
      ],
      findings: (page: Page) =>
        connection(version.findings.toSorted((one, other) => severityRank.indexOf(one.severity) - severityRank.indexOf(other.severity)).map(findingOf), page),
    };

  const versionOf = (artifact: WorldArtifact, version: WorldVersion): object => {
    const isPartial = artifact.name === '@states/partial';
    const reference = `${artifact.name}@${version.version}`;
    return {
      id: reference,
      version: version.version,
      artifact: (_: unknown, context: FakeContext) => artifactOf(artifact, context),
      digest: digestOf(reference),
      artifactType: `application/vnd.gati.${artifact.type.toLowerCase()}.v1`,
      sizeBytes: String(version.sizeBytes),
      status: version.status,
      statusReason: version.statusReason,
      publishedAt: version.publishedAt,
      deprecation: version.deprecation && {
        message: version.deprecation.message,
        deprecatedAt: '2026-01-10T00:00:00.000Z',
        successor: (_: unknown, context: FakeContext) => find(version.deprecation?.successor ?? '', context),
      },
      layers: [{ digest: digestOf(`${reference} layer`), mediaType: 'application/vnd.gati.layer.v1.tar+gzip', sizeBytes: String(version.sizeBytes - 900) }],
      manifest: {
        name: artifact.name,
        version: version.version,
        type: artifact.type.toLowerCase(),
        description: artifact.description ?? version.declares,
        license: artifact.license,
        keywords: artifact.keywords,
        capabilities: artifact.capabilities,
        repository: 'https://example.com/repository',
        dependencies: version.dependencies,
        gati: '>=2.0.0',
        gtypes: {
          handlers: {
            login: {
              input: { kind: 'object', properties: { email: { kind: 'primitive', primitiveType: 'string' } } },
              output: { kind: 'primitive', primitiveType: 'string' },
            },
          },
        },
        [artifact.type.toLowerCase()]: { runtime: 'node', entry: 'dist/index.js' },
      },
      dependencies: Object.entries(version.dependencies).map(([name, range]) => ({ name, range })),
      readme: version.readme && { html: version.readme, markdown: version.readme },
      signature: isPartial
        ? failing(artifact.name, 'the signatures')
        : {
            status: version.signature,
            signedBy:
              version.signature === 'UNSIGNED'
                ? null
                : { kind: 'KEY', subject: null, fingerprint: digestOf(`key of ${artifact.name.slice(1, artifact.name.indexOf('/'))}`) },
            signedAt: version.signature === 'UNSIGNED' ? null : version.publishedAt,
            transparencyLog: null,
          },
      attestations: isPartial ? failing(artifact.name, 'the attestations') : [],
      sbom: isPartial
        ? failing(artifact.name, 'the bill of materials')
        : version.score === null
          ? null
          : { format: 'CYCLONEDX', digest: digestOf(`${reference} sbom`), componentCount: 41 },
      scan: isPartial ? failing(artifact.name, 'the scans') : scanOf(version),
    };
  };

  const artifactOf = (artifact: WorldArtifact, context: FakeContext): object => {
    const isPartial = artifact.name === '@states/partial';
    const visible = artifact.versions.filter(({ status }) => mayWrite(context, artifact) || (status !== 'STAGED' && status !== 'REJECTED'));
    const handle = artifact.name.slice(1, artifact.name.indexOf('/'));
    const latest = latestOf(artifact);
    const isStarred = stars.has(`${context.handle} ${artifact.name}`);
    return {
      id: artifact.name,
      name: artifact.name,
      type: artifact.type,
      description: artifact.description,
      license: artifact.license,
      keywords: artifact.keywords,
      visibility: artifact.visibility,
      createdAt: artifact.versions[0]?.publishedAt ?? '2026-02-14T12:00:00.000Z',
      updatedAt: artifact.versions.at(-1)?.publishedAt ?? '2026-02-14T12:00:00.000Z',
      stars: artifact.stars + (isStarred ? 1 : 0),
      viewerHasStarred: isStarred,
      downloads: artifact.downloads,
      namespace: isPartial ? failing(artifact.name, 'the namespace') : () => namespaceOf(handle),
      tags: Object.entries(artifact.tags).map(([name, ref]) => ({ name, version: versionOf(artifact, select(artifact, ref) as WorldVersion) })),
      latest: latest && versionOf(artifact, latest),
      version: ({ ref }: { ref: string }) => {
        const found = select(artifact, ref);
        return found && visible.includes(found) ? versionOf(artifact, found) : null;
      },
      versions: (page: Page) =>
        connection(
          visible.toReversed().map((version) => versionOf(artifact, version)),
          page,
        ),
      timescape: isPartial
        ? failing(artifact.name, 'the version graph')
        : ({ last }: { last: number }) => {
            const shown = visible.slice(-last);
            return {
              totalCount: visible.length,
              nodes: shown.map((version) => ({
                version: versionOf(artifact, version),
                line: `${version.version.split('.')[0]}.x`,
                gtypeHash: digestOf(version.version).slice(7),
              })),
              edges: shown.flatMap((version, index) =>
                version.breaking === null
                  ? []
                  : [
                      {
                        from: null,
                        to: versionOf(artifact, version),
                        kind: 'SUCCESSION',
                        breaking: version.breaking,
                        suggestedBump: version.breaking ? 'MAJOR' : 'PATCH',
                        transformer: null,
                        guide: null,
                        index,
                      },
                    ],
              ),
            };
          },
      pricing: { model: 'FREE', trialDays: 0, plans: [] },
      viewerEntitlement: { status: 'ACTIVE', source: 'FREE', expiresAt: null },
    };
  };

  const find = (name: string, context: FakeContext): object | null => {
    if (name === '@states/refused') throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: 30 });
    const artifact = artifacts.find((candidate) => candidate.name === name);
    return artifact && maySee(context, artifact) ? artifactOf(artifact, context) : null;
  };

  const namespaceOf = (handle: string): object | null => {
    const namespace = namespaces.find((candidate) => candidate.handle === handle);
    return namespace ? describe(namespace) : null;
  };
  const describe = (namespace: WorldNamespace): object => ({
    id: `namespace-${namespace.handle}`,
    handle: namespace.handle,
    kind: namespace.kind,
    displayName: namespace.displayName,
    badges: namespace.badges,
    members: (page: Page) =>
      connection(
        namespace.members.map(({ role, handle }) => ({
          role,
          account: { id: `account-${handle}`, handle, email: null },
          namespace: () => describe(namespace),
        })),
        page,
      ),
    signingKeys:
      namespace.handle === 'lab' ? failing('@lab', 'the signing keys') : namespace.keys.map((key) => ({ ...key, publicKeyPem: '-----BEGIN PUBLIC KEY-----' })),
    signingIdentities: [],
    artifacts: (page: Page, context: FakeContext) =>
      connection(
        artifacts
          .filter((artifact) => artifact.name.startsWith(`@${namespace.handle}/`) && maySee(context, artifact))
          .map((artifact) => artifactOf(artifact, context)),
        page,
      ),
  });

  const facetsOf = (found: readonly WorldArtifact[]) => {
    const facet = (field: string, values: (artifact: WorldArtifact) => readonly string[]) => {
      const counts = new Map<string, number>();
      for (const artifact of found) for (const value of values(artifact)) counts.set(value, (counts.get(value) ?? 0) + 1);
      return { field, buckets: [...counts].map(([value, count]) => ({ value, count })).toSorted((one, other) => other.count - one.count) };
    };
    return [
      facet('types', ({ type }) => [type]),
      facet('capabilities', ({ capabilities }) => capabilities),
      facet('languages', ({ language }) => [language]),
      facet('licenses', ({ license }) => (license ? [license] : [])),
      facet('namespaces', ({ name }) => [name.slice(1, name.indexOf('/'))]),
    ];
  };

  const orders: Record<string, (one: WorldArtifact, other: WorldArtifact) => number> = {
    DOWNLOADS: (one, other) => other.downloads.lastWeek - one.downloads.lastWeek,
    STARS: (one, other) => other.stars - one.stars,
    UPDATED: (one, other) => (other.versions.at(-1)?.publishedAt ?? '').localeCompare(one.versions.at(-1)?.publishedAt ?? ''),
    CREATED: (one, other) => (other.versions[0]?.publishedAt ?? '').localeCompare(one.versions[0]?.publishedAt ?? ''),
    RELEVANCE: (one, other) => other.downloads.total - one.downloads.total,
  };

  interface FakeSearch {
    text?: string | null;
    types?: string[] | null;
    capabilities?: string[] | null;
    licenses?: string[] | null;
    namespaces?: string[] | null;
    verifiedOnly: boolean;
    sort: string;
  }

  const search = ({ query, ...page }: { query: FakeSearch } & Page, context: FakeContext) => {
    const text = query.text?.toLowerCase() ?? '';
    if (text === 'refuse') throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: 30 });
    const fits = (wanted: readonly string[] | null | undefined, has: readonly string[]): boolean =>
      !wanted || wanted.length === 0 || wanted.some((value) => has.includes(value));
    const found = artifacts
      .filter((artifact) => maySee(context, artifact) && artifact.versions.length > 0)
      .filter((artifact) => `${artifact.name} ${artifact.description} ${artifact.keywords.join(' ')}`.toLowerCase().includes(text))
      .filter(
        (artifact) =>
          fits(query.types, [artifact.type]) &&
          fits(query.capabilities, artifact.capabilities) &&
          fits(query.licenses, [artifact.license ?? '']) &&
          fits(query.namespaces, [artifact.name.slice(1, artifact.name.indexOf('/'))]),
      )
      .filter((artifact) => !query.verifiedOnly || namespaces.some(({ handle, badges }) => badges.length > 0 && artifact.name.startsWith(`@${handle}/`)))
      .toSorted(orders[query.sort]);
    const marked = (description: string) =>
      description
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replace(new RegExp(text.replace(/[^a-z0-9]/g, '.'), 'i'), '<mark>$&</mark>');
    const hits = found.map((artifact) => ({
      artifact: artifactOf(artifact, context),
      highlights: text && artifact.description?.toLowerCase().includes(text) ? [{ field: 'description', html: marked(artifact.description) }] : [],
    }));
    return { ...connection(hits, page), totalCountIsExact: true, tookMs: 3, didYouMean: text === 'ouath' ? 'auth' : null, facets: facetsOf(found) };
  };

  const resolve = ({ refs }: { refs: string[] }) => {
    const chosen = new Map<string, object>();
    const problems: object[] = [];
    const add = (ref: string): { name: string; version: string } | null => {
      const at = ref.lastIndexOf('@');
      const [name, range] = [ref.slice(0, at), ref.slice(at + 1)];
      const artifact = artifacts.find((candidate) => candidate.name === name);
      const version = artifact && (select(artifact, range) ?? (range.startsWith('>=') ? latestOf(artifact) : null));
      if (!artifact || !version) {
        problems.push({ ref, code: 'DEPENDENCY_CONFLICT', message: `No version of ${name} satisfies ${range}.`, suggestion: 'Change the range.' });
        return null;
      }
      const key = `${name}@${version.version}`;
      if (!chosen.has(key)) {
        chosen.set(key, {});
        const dependencies = Object.entries(version.dependencies).flatMap(([other, wanted]) => add(`${other}@${wanted}`) ?? []);
        chosen.set(key, {
          name,
          version: version.version,
          digest: digestOf(key),
          layers: [
            {
              digest: digestOf(`${key} layer`),
              mediaType: 'application/vnd.gati.layer.v1.tar+gzip',
              sizeBytes: String(version.sizeBytes),
              url: 'http://127.0.0.1/',
              expiresAt: '2026-02-14T12:01:00.000Z',
            },
          ],
          dependencies,
          signature: { status: version.signature, bundle: null },
        });
      }
      return { name, version: version.version };
    };
    const roots = refs.flatMap((ref) => {
      const root = add(ref);
      return root ? [{ ref, ...root }] : [];
    });
    return { roots, artifacts: [...chosen.values()], problems };
  };

  const keyOf = (key: Accounts['keys'][number]) => ({ artifacts: [], ...key, namespaces: key.namespaces.map((handle) => namespaceOf(handle)) });
  const star =
    (isOn: boolean) =>
    ({ input }: { input: { artifact: string } }, context: FakeContext) => {
      const handle = signedIn(context);
      if (input.artifact === '@states/bare') throw new RegistryError('FORBIDDEN', { reason: 'This artifact cannot be starred.' });
      if (isOn) stars.add(`${handle} ${input.artifact}`);
      else stars.delete(`${handle} ${input.artifact}`);
      return { artifact: find(input.artifact, context) };
    };

  const versionFor = ({ artifact: name, version: number }: { artifact: string; version: string }, context: FakeContext) => {
    const artifact = artifacts.find((candidate) => candidate.name === name);
    const version = artifact?.versions.find((candidate) => candidate.version === number);
    if (!artifact || !version || !maySee(context, artifact)) throw new RegistryError('NOT_FOUND', { reference: `version ${number} of ${name}` });
    return { artifact, version, reference: `${name}@${number}` };
  };

  return {
    root: {
      artifact: ({ name }: { name: string }, context: FakeContext) => find(name, context),
      namespace: ({ handle }: { handle: string }) => namespaceOf(handle.replace(/^@/, '')),
      search,
      suggest: ({ prefix, limit }: { prefix: string; limit: number }, context: FakeContext) => {
        const text = prefix.toLowerCase();
        const named = artifacts
          .filter((artifact) => artifact.name.includes(text) && maySee(context, artifact))
          .map((artifact) => ({ text: artifact.name, kind: 'ARTIFACT', artifact: artifactOf(artifact, context) }));
        const publishers = namespaces
          .filter(({ handle }) => handle.startsWith(text))
          .map(({ handle }) => ({ text: handle, kind: 'NAMESPACE', artifact: null }));
        return [...named, ...publishers].slice(0, limit);
      },
      resolve,
      signInProviders: () => [],
      viewer: (_: unknown, { handle }: FakeContext) =>
        handle && {
          identities: [],
          account: accounts.accountOf(handle),
          memberships: rolesOf(handle).map(({ namespace, role }) => ({ role, account: accounts.accountOf(handle), namespace: describe(namespace) })),
          invitations: [],
          twoFactor: {
            isEnabled: true,
            totpSince: '2026-02-01T09:00:00.000Z',
            recoveryCodesLeft: 8,
            passkeys: [{ id: 'a-passkey', name: 'Laptop', isBackedUp: false, createdAt: '2026-02-02T09:00:00.000Z', lastUsedAt: null }],
          },
          sessions: [
            {
              id: 'this-session',
              isCurrent: true,
              clientName: null,
              method: 'PASSWORD',
              address: '203.0.113.0/24',
              createdAt: '2026-02-03T09:00:00.000Z',
              lastUsedAt: '2026-03-01T12:00:00.000Z',
              expiresAt: '2026-04-01T12:00:00.000Z',
            },
          ],
          apiKeys: accounts.keys.filter(({ owner }) => owner === handle).map(keyOf),
        },
      signUp: ({ input }: { input: Parameters<Accounts['signUp']>[0] }) => ({ session: accounts.signUp(input) }),
      signIn: ({ input }: { input: Parameters<Accounts['signIn']>[0] }) => ({ session: accounts.signIn(input) }),
      refreshSession: ({ input }: { input: { refreshToken: string } }) => ({ session: accounts.refresh(input.refreshToken) }),
      startPasskeySignIn: () => ({ options: JSON.stringify({ challenge: 'Y2hhbGxlbmdl', rpId: 'localhost', userVerification: 'preferred' }) }),
      signInWithPasskey: ({ input }: { input: { response: string } }) => ({ session: accounts.signInWithPasskey(input.response) }),
      verifyEmail: ({ input }: { input: { code: string } }) => ({ handle: accounts.redeemCode(input.code) }),
      requestPasswordReset: () => ({ expiresAt: new Date(Date.now() + 60 * 60 * 1000).toISOString() }),
      resetPassword: ({ input }: { input: { code: string } }) => ({ handle: accounts.redeemCode(input.code) }),
      signOut: (_: unknown, context: FakeContext) => {
        accounts.signOut(context.authorization ?? '');
        return { endedAt: new Date().toISOString() };
      },
      createSocketTicket: (_: unknown, context: FakeContext) => ({
        ticket: accounts.tickets.make(signedIn(context)),
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      }),
      createApiKey: ({ input }: { input: Parameters<Accounts['createKey']>[1] }, context: FakeContext) => {
        const { secret, key } = accounts.createKey(signedIn(context), input);
        return { secret, apiKey: keyOf(key) };
      },
      revokeApiKey: ({ input }: { input: { id: string } }, context: FakeContext) => ({ apiKey: keyOf(accounts.revokeKey(signedIn(context), input.id)) }),
      approveDeviceLogin: ({ input }: { input: { userCode: string } }, context: FakeContext) => ({
        clientName: accounts.approveDevice(signedIn(context), input.userCode),
      }),
      starArtifact: star(true),
      unstarArtifact: star(false),
    },
    subscriptions: {
      scanProgress: (args: { artifact: string; version: string; after?: number | null }, context: FakeContext) => {
        const { artifact, version, reference } = versionFor(args, context);
        let told = 0;
        return mapped(jobs.scanStream(reference, version), (state) => {
          const newFindings = state.found.slice(told).map(findingOf);
          told = state.found.length;
          return { scanProgress: { ...state, counts: countsOf(state.found), newFindings, version: versionOf(artifact, version) } };
        });
      },
      indexingProgress: (args: { artifact: string; version: string }, context: FakeContext) => {
        const { artifact, version, reference } = versionFor(args, context);
        return mapped(jobs.indexStream(reference, version), (state) => ({ indexingProgress: { ...state, version: versionOf(artifact, version) } }));
      },
    },
  };
}

const severityRank = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

function mapped<From, To>(source: AsyncIterableIterator<From>, map: (value: From) => To): AsyncIterableIterator<To> {
  const convert = ({ done, value }: IteratorResult<From>): IteratorResult<To> =>
    done ? { done: true, value: undefined } : { done: false, value: map(value as From) };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => convert(await source.next()),
    return: async () => ({ done: true, value: void (await source.return?.()) as never }),
  };
}

function connection<Node>(all: readonly Node[], { first, after }: Page) {
  const from = after ? Number(Buffer.from(after, 'base64url').toString()) : 0;
  const nodes = all.slice(from, from + first);
  const cursor = (index: number): string => Buffer.from(String(from + index + 1)).toString('base64url');
  return {
    totalCount: all.length,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursor(index) })),
    pageInfo: {
      hasNextPage: from + first < all.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length > 0 ? cursor(0) : null,
      endCursor: nodes.length > 0 ? cursor(nodes.length - 1) : null,
    },
  };
}

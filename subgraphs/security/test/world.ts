import type { KnownPrincipal, Principal, Role } from '@gati/authority';
import { manualClock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { createPostgresEventStream } from '@gati/event-stream';
import type { Component, ScanEngine, ScanFile, ScanFinding } from '@gati/scanner';
import { bundleReferrer, cosignSignatures, generateKeyPair, signManifest, signProof, type KeyPair } from '@gati/signatures';
import type { TestDatabase } from '@gati/testkit';
import { randomUUID } from 'node:crypto';
import { createSecurity, type Security, type SecurityDependencies } from '../src/index.ts';
import type { Run } from '../src/ports.ts';
import { fakeArtifacts, type FakeArtifacts, type Pushed } from './fake-artifacts.ts';

/** What a worker that dies at this point throws. */
export class Crash extends Error {}

export interface World {
  readonly security: Security;
  readonly dependencies: SecurityDependencies;
  readonly artifacts: FakeArtifacts;
  readonly clock: ReturnType<typeof manualClock>;
  readonly namespaceId: string;
  readonly handle: string;
  /** The role of every asker but the anonymous one; null for a stranger. */
  role: Role | null;
  /** Whether dangerous acts ask for the second factor now. */
  mustConfirm: boolean;
  readonly key: KeyPair;
  readonly keyId: string;
  /** Pushes a signature of the version by this key, as Cosign 3 does. */
  readonly sign: (pushed: Pushed, by?: KeyPair, about?: Pushed) => void;
  readonly admit: (pushed: Pushed, run?: Partial<Run>) => Promise<void>;
  readonly scan: (pushed: Pushed, run?: Partial<Run>) => Promise<void>;
  readonly register: (pair?: KeyPair) => Promise<string>;
  /** Facts emitted in transactions that committed, by name. */
  readonly facts: (name: string) => Promise<readonly unknown[]>;
  readonly statusOf: (pushed: Pushed) => string;
  readonly progressOf: (pushed: Pushed) => Promise<{ sequence: number; stage: string; percent: number; status: string } | null>;
  /** How often each engine looked. */
  readonly looks: Record<string, number>;
  /** From now on: dies at the n-th point of crossing into another part, counted from 1; null for never. @returns how many points were passed */
  readonly crashAt: (point: number | null) => void;
  readonly points: () => number;
  readonly close: () => Promise<void>;
}

export interface Behaviour {
  readonly malware?: (files: readonly ScanFile[]) => readonly ScanFinding[] | Promise<readonly ScanFinding[]>;
  readonly malwareVersion?: string;
  readonly engines?: Readonly<
    Record<string, (components: readonly Component[], files: readonly ScanFile[]) => readonly ScanFinding[] | Promise<readonly ScanFinding[]>>
  >;
}

export const principal = (
  scopes: readonly ('read' | 'publish' | 'admin')[] = ['read', 'publish', 'admin'],
  limitedTo: readonly string[] | null = null,
): KnownPrincipal => ({
  kind: 'user',
  accountId: randomUUID(),
  handle: 'ann',
  sessionId: randomUUID(),
  apiKeyId: null,
  scopes: new Set(scopes),
  limitedTo: limitedTo && new Set(limitedTo),
});

export const finding = (change: Partial<ScanFinding> = {}): ScanFinding => ({
  kind: 'VULNERABILITY',
  severity: 'HIGH',
  title: 'Command injection in lodash',
  path: 'package-lock.json',
  advisory: { id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm', cvssScore: 7.2 },
  package: { name: 'lodash', version: '4.17.15', fixedVersion: '4.17.21' },
  suggestion: 'Update to 4.17.21.',
  ...change,
});
export const malware = (change: Partial<ScanFinding> = {}): ScanFinding => ({
  kind: 'MALWARE',
  severity: 'CRITICAL',
  title: 'Sends environment variables to a stranger',
  path: 'index.js',
  advisory: null,
  package: null,
  suggestion: null,
  ...change,
});

/** A security context on a real database, with a registered key and honest fakes of what other contexts give. */
export async function createWorld(database: TestDatabase, behaviour: Behaviour = {}): Promise<World> {
  const clock = manualClock(new Date('2026-03-01T12:00:00.000Z'));
  const artifacts = fakeArtifacts({ clock });
  const namespaceId = randomUUID();
  const handle = `acme-${namespaceId.slice(0, 8)}`;
  const looks: Record<string, number> = {};
  const owner: Principal = principal();
  const stream = createPostgresEventStream({ url: database.url, onProblem: () => {} });

  let passed = 0;
  let deadly: number | null = null;
  const point = () => {
    passed += 1;
    if (passed === deadly) throw new Crash(`died at point ${passed}`);
  };
  /** A worker can die before a call, and after it was carried out. */
  const fragile =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      point();
      const result = await call(...args);
      point();
      return result;
    };

  const engine = (
    name: string,
    version: string,
    look: (components: readonly Component[], files: readonly ScanFile[]) => readonly ScanFinding[] | Promise<readonly ScanFinding[]>,
  ): ScanEngine => ({
    name,
    version,
    databaseUpdatedAt: name === 'osv' ? new Date('2026-02-01T00:00:00.000Z') : null,
    analyse: fragile(async ({ components, files }, { progress }) => {
      looks[name] = (looks[name] ?? 0) + 1;
      progress(50);
      return look(components, files);
    }),
  });

  const world: { role: Role | null; mustConfirm: boolean } = { role: 'owner', mustConfirm: false };
  const dependencies: SecurityDependencies = {
    tables: database.client,
    transaction: fragile((work) =>
      database.transaction(async (tx) => {
        const result = await work(
          tx,
          async (name, payload) => void (await tx.outboxFact.create({ data: { name, payload: { ...payload, world: namespaceId } } })),
        );
        point();
        return result;
      }),
    ) as SecurityDependencies['transaction'],
    clock,
    makeId: randomUUID,
    artifacts: {
      ...artifacts,
      manifestForAdmission: fragile(artifacts.manifestForAdmission),
      signatureCarriersOf: fragile(artifacts.signatureCarriersOf),
      admitManifest: fragile(artifacts.admitManifest),
      versionFacts: fragile(artifacts.versionFacts),
    },
    namespaces: {
      namespaceByHandle: async (wanted) => (wanted === handle ? { id: namespaceId, handle } : null),
      assertConfirmed: async () => {
        if (world.mustConfirm) throw new RegistryError('STEP_UP_REQUIRED', {});
      },
      factsFor: async (asker, ids) =>
        new Map(ids.filter((id) => id === namespaceId).map((id) => [id, { namespaceId, handle, role: asker.kind === 'anonymous' ? null : world.role }])),
      audit: {
        record: async (tables, { action, subject, details }) =>
          void (await tables.outboxFact.create({ data: { name: `audit ${action}`, payload: { subject, details: { ...details }, world: namespaceId } } })),
      },
    },
    signatures: cosignSignatures,
    malwareEngine: engine('malware-rules', behaviour.malwareVersion ?? '1', (_, files) => (behaviour.malware ? behaviour.malware(files) : [])),
    engines: Object.entries(behaviour.engines ?? { osv: () => [] }).map(([name, look]) => engine(name, '1', look)),
    listContents: fragile(async ({ layers }) => ({
      files: layers.flatMap(({ digest }) =>
        Object.entries(artifacts.filesOf(digest)).map(([path, text]) => ({ path, sizeBytes: text.length, content: Buffer.from(text) })),
      ),
      findings: [],
    })),
    // «name version» on each line of a file called packages; a file called broken should have named some.
    readComponents: (files) => ({
      components: files.flatMap(({ path, content }) =>
        path === 'packages'
          ? Buffer.from(content ?? [])
              .toString()
              .split('\n')
              .map((line) => ({ ecosystem: 'npm', name: line.split(' ')[0] ?? '', version: line.split(' ')[1] ?? '', path }))
          : [],
      ),
      unread: files.filter(({ path }) => path === 'broken').map(({ path }) => ({ path, reason: 'It is not well-formed.' })),
    }),
    events: stream,
  };
  const security = createSecurity(dependencies);

  const register = async (pair = generateKeyPair()): Promise<string> => {
    const { publicKeyPem, privateKey } = pair;
    return (
      await security.registerSigningKey(owner, {
        namespace: handle as never,
        publicKeyPem,
        proof: signProof({ namespace: handle, privateKey }),
        validFrom: null,
      })
    ).id;
  };
  const key = generateKeyPair();
  const keyId = await register(key);

  return Object.assign(world, {
    security,
    dependencies,
    artifacts,
    clock,
    namespaceId,
    handle,
    key,
    keyId,
    register,
    sign: (pushed: Pushed, by: KeyPair = key, about: Pushed = pushed) => {
      const referrer = bundleReferrer(
        { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: pushed.digest, size: pushed.content.length },
        signManifest({ digest: about.digest, privateKey: by.privateKey }),
      );
      artifacts.attach(pushed, { manifest: referrer.manifest.bytes, blobs: [referrer.layer.bytes, referrer.config.bytes] });
    },
    admit: ({ manifestId }: Pushed, run: Partial<Run> = {}) =>
      security.admitManifest({ manifestId }, { signal: AbortSignal.timeout(20_000), lastAttempt: false, ...run }),
    scan: ({ versionId }: Pushed, run: Partial<Run> = {}) =>
      security.scanVersion({ versionId }, { signal: AbortSignal.timeout(20_000), lastAttempt: false, ...run }),
    facts: async (name: string) =>
      (await database.client.outboxFact.findMany({ where: { name, payload: { path: ['world'], equals: namespaceId } } })).map(({ payload }) => payload),
    statusOf: ({ versionId }: Pushed) => artifacts.versions.get(versionId)?.status ?? 'none',
    progressOf: async ({ versionId }: Pushed) =>
      database.client.scanProgress.findUnique({ where: { versionId }, select: { sequence: true, stage: true, percent: true, status: true } }),
    looks,
    crashAt: (at: number | null) => {
      passed = 0;
      deadly = at;
    },
    points: () => passed,
    close: stream.close,
  });
}

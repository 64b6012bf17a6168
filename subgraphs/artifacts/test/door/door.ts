import { systemClock, type Clock } from '@gati/clock';
import { createFilesystemBlobStore, type BlobStore } from '@gati/blob-store';
import type { Database, Transaction } from '@gati/database';
import { handleExpectations } from '@gati/subgraph';
import { freePort } from '@gati/testkit/free-port';
import Fastify, { type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Emit } from '../../src/events.ts';
import { createArtifactsRoutes } from '../../src/http/index.ts';
import type { ArtifactLimits } from '../../src/limits.ts';
import { readBadge } from '../../src/use-cases/read-badge.ts';
import { createWriteSide, type WriteSide, type WriteSideDependencies } from '../../src/write-side.ts';
import { fakeNamespaces } from './fake-namespaces.ts';

/** The real routes over real HTTP, on a real database and folder; the other contexts are small honest fakes. */
export interface Door {
  readonly url: string;
  readonly artifacts: WriteSide;
  readonly blobs: BlobStore;
  readonly namespaces: Awaited<ReturnType<typeof fakeNamespaces>>;
  readonly server: FastifyInstance;
  readonly close: () => Promise<void>;
}

export interface DoorOptions {
  readonly database: Pick<Database, 'client' | 'transaction'>;
  readonly folder: string;
  readonly clock?: Clock;
  readonly limits?: Partial<ArtifactLimits>;
  readonly overrides?: Partial<WriteSideDependencies>;
  readonly port?: number;
}

/** Facts go into the outbox of the same transaction, as in the product. */
const emitIn =
  (tables: Transaction): Emit =>
  async (name, payload) =>
    void (await tables.outboxFact.create({ data: { name, payload } }));

export async function openDoor({ database, folder, clock = systemClock, limits = {}, overrides = {}, port = 0 }: DoorOptions): Promise<Door> {
  const server = Fastify({ forceCloseConnections: true, genReqId: () => randomUUID() });
  handleExpectations(server);
  // Tokens and challenges name the address, so it has to be known before the server listens.
  const chosen = port || (await freePort());
  const publicUrl = `http://127.0.0.1:${chosen}`;
  const blobs = createFilesystemBlobStore({ folder });
  const namespaces = await fakeNamespaces(publicUrl);
  const artifacts = createWriteSide({
    tables: database.client,
    transaction: (work) => database.transaction((tables) => work(tables, emitIn(tables))),
    emitIn,
    clock,
    makeId: randomUUID,
    blobs,
    secret: 'a secret of the tests',
    contentOrigin: publicUrl,
    factsFor: namespaces.factsFor,
    namespaceByHandle: namespaces.namespaceByHandle,
    audit: { record: async () => {} },
    entitlementsOf: async (_, artifactIds) => new Map(artifactIds.map((id) => [id, { isEntitled: true }])),
    recordVersion: async () => {},
    trustedCarriersOf: async () => new Set(),
    tellOwners: async () => {},
    isAdministrator: (principal) => principal.kind !== 'anonymous' && principal.handle === 'ada',
    limits,
    onProblem: (error) => console.error(error),
    ...overrides,
  });
  await server.register(
    createArtifactsRoutes({
      ...namespaces,
      artifacts,
      readBadge: readBadge({ tables: database.client, factsFor: namespaces.factsFor, clock, scoresOf: async (ids) => new Map(ids.map((id) => [id, 93])) }),
      publicUrl,
    }),
  );
  await server.listen({ port: chosen, host: '127.0.0.1' });
  return {
    url: publicUrl,
    artifacts,
    blobs,
    namespaces,
    server,
    close: async () => {
      await server.close();
      await artifacts.close();
    },
  };
}

import type { Digest } from '@gati/identifiers';
import { createTestDatabase, temporaryFolder, type TestDatabase } from '@gati/testkit';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import type { AdmissionOutcome, AdmissionVerdict } from '../../src/rules/admission.ts';
import { anyone, as, type Client } from './client.ts';
import { openDoor, type Door, type DoorOptions } from './door.ts';
import { signer } from './signer.ts';

export { signer };

/** A database, a folder and a door for the tests of one file. */
export interface World {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly door: Door;
  /** An owner of acme. */
  readonly ada: Client;
  /** May read acme. */
  readonly rea: Client;
  /** Has nothing to do with acme. */
  readonly bob: Client;
  /** Has a token that everybody gets. */
  readonly anybody: Client;
  /** Applies a verdict to a manifest, as the job of `security` does. */
  readonly judge: (name: string, digest: Digest, verdict?: AdmissionVerdict) => Promise<AdmissionOutcome>;
  readonly facts: () => Promise<readonly { readonly name: string; readonly payload: unknown }[]>;
}

/** Opens a world before the tests of a file and closes it after them. */
export function inWorld(options: () => Partial<DoorOptions> = () => ({})): () => World {
  let world: World | null = null;
  beforeAll(async () => {
    const database = await createTestDatabase();
    const folder = await temporaryFolder();
    const door = await openDoor({ database, folder, ...options() });
    world = {
      database,
      folder,
      door,
      ada: as(door, 'ada'),
      rea: as(door, 'rea'),
      bob: as(door, 'bob'),
      anybody: await anyone(door),
      judge: async (name, digest, verdict = { kind: 'admitted', signer }) => {
        const manifest = await database.client.manifest.findFirstOrThrow({ where: { digest, artifact: { name } } });
        return (await door.artifacts.admitManifest({ manifestId: manifest.id, verdict })).outcome;
      },
      facts: () => database.client.outboxFact.findMany({ orderBy: { id: 'asc' } }),
    };
  });
  afterAll(async () => {
    await world?.door.close();
    await world?.database.remove();
    if (world) await rm(world.folder, { recursive: true, force: true });
  });
  return () => {
    if (!world) throw new Error('The world is not open yet.');
    return world;
  };
}

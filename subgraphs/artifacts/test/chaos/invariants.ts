import type { BlobStore } from '@gati/blob-store';
import type { Transaction } from '@gati/database';
import { digestOf, type Digest } from '@gati/identifiers';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

interface Subject {
  readonly client: Transaction;
  readonly blobs: Pick<BlobStore, 'read' | 'list'>;
}

/** Larger than any blob of a test. */
const readMax = 64 * 1024 ** 2;

/**
 * What must hold of an installation whatever happened to it: run it after every test that kills, races or deletes. Each law answers with what breaks it, so nothing means that it holds.
 * It asks the tables and the store, and shares no query with what it judges.
 */
export function createInvariants({ client, blobs }: Subject) {
  const published = new Map<string, string>();

  /** Every manifest has all that it names, and every blob that counts has its bytes. */
  const everythingIsThere = async (): Promise<string[]> => {
    const broken: string[] = [];
    const rows = await client.blob.findMany();
    for (const { digest, sizeBytes, setAsideAt } of rows) {
      if (setAsideAt) continue;
      const bytes = await blobs.read(digest as Digest, readMax).catch(() => Buffer.from('changed'));
      if (!bytes || bytes.byteLength !== Number(sizeBytes) || digestOf(bytes, digest as Digest) !== digest)
        broken.push(`${digest} has a row and not its bytes`);
    }
    const links = new Set((await client.repositoryBlob.findMany()).map(({ artifactId, digest }) => `${artifactId} ${digest}`));
    const manifests = await client.manifest.findMany({ include: { references: true } });
    const known = new Set(manifests.map(({ artifactId, digest }) => `${artifactId} ${digest}`));
    for (const { digest, content, references } of manifests) {
      if (digestOf(content, digest as Digest) !== digest) broken.push(`the manifest ${digest} does not have its digest`);
      for (const { artifactId, kind, digest: named } of references) {
        if (!(kind === 'manifest' ? known : links).has(`${artifactId} ${named}`)) broken.push(`${digest} names ${named}, which its repository does not have`);
      }
    }
    return broken;
  };

  /** What was published once is the same ever since, and there. */
  const versionsStay = async (): Promise<string[]> => {
    const broken: string[] = [];
    for (const { id, version, digest, status, manifestId, unpublishedAt } of await client.version.findMany()) {
      if (status === 'staged' || status === 'rejected') continue;
      if (digest !== (published.get(id) ?? digest)) broken.push(`${version} was ${published.get(id)} and is ${digest}`);
      published.set(id, digest);
      if (!manifestId && !unpublishedAt) broken.push(`${version} is published and has no manifest`);
    }
    return broken;
  };

  /** What each namespace is said to hold is what it holds. */
  const accountsAreRight = async (): Promise<string[]> => {
    const sizes = new Map((await client.blob.findMany()).map(({ digest, sizeBytes }) => [digest, sizeBytes]));
    const held = new Map<string, { logical: bigint; links: Map<string, number> }>();
    for (const { digest, artifact } of await client.repositoryBlob.findMany({ include: { artifact: true } })) {
      const account = held.get(artifact.namespaceId) ?? { logical: 0n, links: new Map<string, number>() };
      account.logical += sizes.get(digest) ?? 0n;
      account.links.set(digest, (account.links.get(digest) ?? 0) + 1);
      held.set(artifact.namespaceId, account);
    }
    const broken: string[] = [];
    const said = new Map((await client.namespaceStorage.findMany()).map((row) => [row.namespaceId, row]));
    for (const namespaceId of new Set([...held.keys(), ...said.keys()])) {
      const { logical = 0n, links = new Map<string, number>() } = held.get(namespaceId) ?? {};
      const stored = [...links.keys()].reduce((sum, digest) => sum + (sizes.get(digest) ?? 0n), 0n);
      const { logicalBytes = 0n, storedBytes = 0n } = said.get(namespaceId) ?? {};
      if (logicalBytes !== logical || storedBytes !== stored)
        broken.push(`${namespaceId} holds ${logical} and ${stored} bytes, and is said to hold ${logicalBytes} and ${storedBytes}`);
    }
    for (const { namespaceId, digest, links } of await client.namespaceBlob.findMany())
      if (held.get(namespaceId)?.links.get(digest) !== links) broken.push(`${namespaceId} is said to have ${links} links to ${digest}`);
    return broken;
  };

  return {
    /** At any moment without a request under way, also right after a kill. */
    always: async (): Promise<string[]> => [...(await everythingIsThere()), ...(await versionsStay()), ...(await accountsAreRight())],

    /** After a collection and a reconciliation to which everything was old: nothing is left over. @param folder  of the filesystem store */
    afterUpkeep: async (folder: string): Promise<string[]> => {
      const broken: string[] = [];
      const known = new Set((await client.blob.findMany()).map(({ digest }) => digest));
      for await (const { digest } of blobs.list()) if (!known.has(digest)) broken.push(`${digest} is stored, and nothing knows it`);
      const sessions = new Set((await client.upload.findMany()).map(({ id }) => id));
      for (const name of await readdir(join(folder, 'temporary'))) broken.push(`a write left temporary/${name}`);
      for (const name of await readdir(join(folder, 'uploads'))) if (!sessions.has(name)) broken.push(`a session left uploads/${name}`);
      const named = new Set((await client.manifestReference.findMany()).map(({ artifactId, digest }) => `${artifactId} ${digest}`));
      for (const { artifactId, digest } of await client.repositoryBlob.findMany())
        if (!named.has(`${artifactId} ${digest}`)) broken.push(`${digest} is kept, and no manifest names it`);
      return broken;
    },

    /** A stranger reads the blobs that admitted manifests of public artifacts name, or documents about those, and no others. @param status  of a stranger's HEAD */
    grants: async (status: (repository: string, digest: string) => Promise<number>): Promise<string[]> => {
      const broken: string[] = [];
      const artifacts = await client.artifact.findMany({ include: { blobs: { include: { blob: true } }, manifests: { include: { references: true } } } });
      for (const { name, visibility, blobs: linked, manifests } of artifacts) {
        const admitted = new Set(manifests.filter(({ admittedAt }) => admittedAt).map(({ digest }) => digest));
        const open = manifests.filter(
          ({ digest, subjectDigest, isInert }) => admitted.has(digest) || (isInert && subjectDigest !== null && admitted.has(subjectDigest)),
        );
        const readable = new Set(open.flatMap(({ references }) => references.map(({ digest }) => digest)));
        for (const { digest, blob } of linked) {
          const expected = visibility === 'public' && readable.has(digest) && !blob.setAsideAt ? 200 : 404;
          const found = await status(name.slice(1), digest);
          if (found !== expected) broken.push(`a stranger gets ${found} for ${digest} in ${name}, not ${expected}`);
        }
      }
      return broken;
    },
  };
}
export type Invariants = ReturnType<typeof createInvariants>;

import { join } from 'node:path';
import type { Digest } from '@gati/identifiers';
import { isRegistryRefusal } from '@gati/sdk';
import type { Descriptor, OciClient } from '@gati/sdk/oci';
import { materialFromJson, materialToJson, readSignatureMaterials, type SignatureMaterial } from '@gati/signatures';
import { readIfThere, writeWhole } from '../store/write-file.ts';
import type { ContentStore } from '../store/content-store.ts';

/** Carriers of one manifest that are looked at: whoever may push could attach any number. */
const carriersMax = 50;
/** Kinds of referrers that carry signatures come first; Cosign has had several. */
const isSignature = ({ artifactType = '' }: Descriptor): boolean => /^application\/vnd\.dev\.(?:sigstore|cosign)\./.test(artifactType);

/** The signatures that a repository holds for a manifest, one by one: its referrers, then Cosign's `.sig` tag. A damaged carrier does not hide the next one.
 *  @throws at the end, what the first damaged carrier was refused for */
export async function* signaturesAtRegistry(repository: OciClient, content: ContentStore, subject: Digest): AsyncGenerator<SignatureMaterial> {
  let damage: { readonly error: unknown } | undefined;
  const readBlob = (digest: Digest, maxSizeBytes: number): Promise<Uint8Array | null> =>
    content
      .obtain(digest, () => repository.downloadBlob(digest, { maxSizeBytes }))
      .catch((error: unknown) => {
        if (isRegistryRefusal(error) && error.code === 'NOT_FOUND') return null;
        throw error;
      });
  const look = async (reference: string): Promise<readonly SignatureMaterial[]> => {
    try {
      const carrier = await repository.getManifest(reference);
      return carrier ? await readSignatureMaterials(carrier.bytes, readBlob) : [];
    } catch (error) {
      if (!isRegistryRefusal(error) || error.code !== 'DIGEST_INVALID') throw error;
      damage ??= { error };
      return [];
    }
  };
  const referrers = await repository.referrers(subject);
  const ordered = [...referrers.filter(isSignature), ...referrers.filter((entry) => !isSignature(entry))].slice(0, carriersMax);
  for (const { digest } of ordered) yield* await look(digest);
  yield* await look(`${subject.replace(':', '-')}.sig`);
  if (damage) throw damage.error;
}

/** Signatures that counted before, kept so that a later install asks nobody for them. They are judged anew each time, so damage or malice in the cache costs a look at the registry and nothing more. */
export interface KeptSignatures {
  readonly read: (subject: Digest) => Promise<readonly SignatureMaterial[]>;
  readonly keep: (subject: Digest, material: SignatureMaterial) => Promise<void>;
}

export function createKeptSignatures(cacheFolder: string): KeptSignatures {
  const placeOf = (subject: Digest): string => join(cacheFolder, 'signatures', subject.replace(':', '-'));
  /** Those that were read from here: nothing is written anew that is there. */
  const present = new WeakSet<SignatureMaterial>();
  return {
    read: async (subject) => {
      const text = await readIfThere(placeOf(subject)).catch(() => null);
      if (text === null) return [];
      try {
        const material = materialFromJson(JSON.parse(text));
        present.add(material);
        return [material];
      } catch {
        return [];
      }
    },
    keep: async (subject, material) => {
      if (!present.has(material)) await writeWhole(placeOf(subject), JSON.stringify(materialToJson(material)));
    },
  };
}

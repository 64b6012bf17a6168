import type { Digest } from '@gati/identifiers';
import { isDigest, parseArtifactName, repositoryOf } from '@gati/identifiers';
import { canonicalJson, layerMediaType, manifestLimits, manifestMediaType as configMediaType } from '@gati/manifest';
import { manifestMediaType, type OciClient } from '@gati/sdk/oci';
import { isRecord } from '../store/json-file.ts';
import { refuse } from '../refuse.ts';
import type { ContentStore } from '../store/content-store.ts';
import { satisfies } from './agreement.ts';
import type { ChosenArtifact } from './choice.ts';
import type { IsSameArtifact } from './is-same-artifact.ts';
import { downloadBlobOf } from './download-blob.ts';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** What a digest says it is, checked down to the layers' digests. */
export interface FetchedArtifact {
  /** The OCI manifest, byte for byte: what is signed. */
  readonly manifest: Uint8Array;
  /** Those that hold files. */
  readonly layers: readonly Descriptor[];
}

/** Stands for «no layer» (OCI Image Specification 1.1, "Guidance for an Empty Descriptor"). */
const emptyMediaType = 'application/vnd.oci.empty.v1+json';

const wrong = (reference: string, what: string) =>
  refuse('MANIFEST_INVALID', `${reference}: ${what}.`, ['Do not use it; tell its publisher and the registry.'], { reference });

/** The manifest of a digest, from the store or else from the registry. @throws NOT_FOUND */
export async function fetchManifest(digest: Digest, reference: string, repository: Pick<OciClient, 'getManifest'>, content: ContentStore): Promise<Uint8Array> {
  const present = await content.read(digest);
  if (present) return present;
  const found = await repository.getManifest(digest);
  if (!found)
    throw refuse('NOT_FOUND', `There is no manifest ${digest} of ${reference} that you may read.`, [
      'It was removed or quarantined, or needs a sign-in: gati login',
    ]);
  await content.write(digest, found.bytes);
  return found.bytes;
}

/** Gets manifest and config of a version and checks that they are what was chosen: this name and version, these layers, these dependencies.
 *  @throws DIGEST_INVALID for other bytes · MANIFEST_INVALID for other contents · NOT_FOUND */
export async function fetchArtifact(
  chosen: ChosenArtifact,
  { repository, content, isSameArtifact }: { readonly repository: OciClient; readonly content: ContentStore; readonly isSameArtifact: IsSameArtifact },
): Promise<FetchedArtifact> {
  const reference = `${chosen.name}@${chosen.version}`;
  const bytes = await fetchManifest(chosen.digest, reference, repository, content);
  const { config, layers } = readManifest(bytes, reference, repositoryOf(parseArtifactName(chosen.name)));
  const isAsChosen =
    layers.length === chosen.layers.length &&
    layers.every(({ digest, size }, index) => digest === chosen.layers[index]?.digest && size === chosen.layers[index].size);
  if (!isAsChosen) throw wrong(reference, 'its manifest names other layers than were chosen');
  const document = parseJson(await content.obtain(config.digest, () => downloadBlobOf(chosen, repository, config.digest, { sizeBytes: config.size })));
  await checkConfig(document, chosen, reference, isSameArtifact);
  return { manifest: bytes, layers: layers.filter(({ mediaType }) => mediaType === layerMediaType) };
}

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

/** Reads an OCI manifest that `gati publish` made. @throws MANIFEST_INVALID for any other */
export function readManifest(
  bytes: Uint8Array,
  reference: string,
  repository: string,
): { readonly config: Descriptor; readonly layers: readonly Descriptor[] } {
  const manifest = parseJson(bytes);
  if (!isRecord(manifest) || manifest['schemaVersion'] !== 2 || 'manifests' in manifest || !Array.isArray(manifest['layers']))
    throw notOurs(reference, repository);
  if (manifest['mediaType'] !== undefined && manifest['mediaType'] !== manifestMediaType) throw notOurs(reference, repository);
  const { config } = manifest;
  const layers: readonly unknown[] = manifest['layers'];
  if (!isDescriptor(config) || config.mediaType !== configMediaType || config.size > manifestLimits.sizeBytes || !layers.every(isDescriptor))
    throw notOurs(reference, repository);
  const strange = layers.find(({ mediaType }) => mediaType !== layerMediaType && mediaType !== emptyMediaType);
  if (strange) throw wrong(reference, `a layer is of the type ${strange.mediaType}, which this version of gati does not unpack`);
  return { config, layers };
}

const notOurs = (reference: string, repository: string) =>
  refuse('MANIFEST_INVALID', `${reference} was not made by gati publish: it is a container image or another kind of OCI artifact.`, [
    `Pull it with a tool for those: docker pull, oras pull or skopeo copy, repository ${repository}`,
  ]);

const isDescriptor = (value: unknown): value is Descriptor =>
  isRecord(value) &&
  typeof value['mediaType'] === 'string' &&
  typeof value['digest'] === 'string' &&
  isDigest(value['digest']) &&
  Number.isSafeInteger(value['size']) &&
  (value['size'] as number) >= 0;

/** The signed manifest has the last word on what a version is and needs, not the resolution or the lockfile. */
async function checkConfig(
  document: unknown,
  { name, version, dependencies }: ChosenArtifact,
  reference: string,
  isSameArtifact: IsSameArtifact,
): Promise<void> {
  if (!isRecord(document)) throw wrong(reference, 'its config is no JSON object');
  const isNamed = document['name'] === name || (typeof document['name'] === 'string' && (await isSameArtifact(document['name'], name)));
  if (!isNamed || document['version'] !== version)
    throw wrong(reference, `its config says ${canonicalJson([document['name'], document['version']]).slice(0, 300)}`);
  const declared = isRecord(document['dependencies']) ? document['dependencies'] : {};
  for (const [dependency, range] of Object.entries(declared)) {
    const chosen = dependencies[dependency];
    if (chosen === undefined) throw wrong(reference, `it needs ${dependency}, and none was chosen`);
    if (typeof range !== 'string' || !satisfies(chosen, range)) throw wrong(reference, `it needs ${dependency} ${String(range)}, and ${chosen} was chosen`);
  }
  const surplus = Object.keys(dependencies).find((dependency) => !Object.hasOwn(declared, dependency));
  if (surplus !== undefined) throw wrong(reference, `${surplus} was chosen for it, and it does not need it`);
}

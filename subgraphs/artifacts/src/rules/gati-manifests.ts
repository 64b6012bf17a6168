import { RegistryError, type FieldFault } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import { artifactTypeOf, layerMediaType, manifestMediaType, parseGatiManifest, type GatiManifest } from '@gati/manifest';
import type { ParsedManifest } from './manifests.ts';
import { isSelectable, type Tag } from './tags.ts';

/** What the versions table keeps of a Gati manifest, whatever its type. */
export interface VersionMetadata {
  readonly type: GatiManifest['type'];
  /** As published, or made for what other clients push. */
  readonly gatiManifest: object;
  readonly description: string | null;
  readonly license: string | null;
  readonly keywords: readonly string[];
  readonly capabilities: readonly string[];
  readonly gatiRange: string | null;
  readonly dependencies: Readonly<Record<string, string>>;
}

const refuse = (reason: string, ...fields: readonly FieldFault[]): RegistryError =>
  new RegistryError('MANIFEST_INVALID', { reason, ...(fields.length > 0 ? { fields } : {}) });

/** Whether a manifest's config is a Gati manifest. */
export const isGatiManifest = (manifest: ParsedManifest): boolean => manifest.config?.mediaType === manifestMediaType;

/** Reads the config as a Gati manifest. @throws MANIFEST_INVALID naming every field that breaks a rule */
export function readGatiConfig(bytes: Uint8Array): GatiManifest {
  const parsed = parseGatiManifest(parseJson(bytes, 'The config'));
  if (!parsed.ok) throw refuse('The Gati manifest in the config breaks its rules.', ...parsed.fields);
  return parsed.manifest;
}

export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse(`${what} is not JSON in UTF-8.`);
  }
}

/**
 * Whether manifest, place and tags say the same thing.
 * A Gati manifest is pushed by digest, by its own version, or by a label.
 * @throws MANIFEST_INVALID naming each contradiction
 */
export function assertGatiPush(gati: GatiManifest, manifest: ParsedManifest, name: ArtifactName, tags: readonly Tag[]): void {
  const fields: FieldFault[] = [];
  if (gati.name !== name)
    fields.push({ path: '/name', message: `says «${gati.name}» and is pushed to ${name}`, fix: 'Push to the repository that the manifest names.' });
  if (manifest.artifactType !== artifactTypeOf(gati.type)) {
    fields.push({
      path: '/type',
      message: `says «${gati.type}» and the manifest's artifactType is «${manifest.artifactType ?? ''}», not ${artifactTypeOf(gati.type)}`,
    });
  }
  for (const tag of tags) {
    if (tag.kind === 'version' && tag.tag !== gati.version)
      fields.push({
        path: '/version',
        message: `says «${gati.version}» and is pushed as ${tag.tag}`,
        fix: 'Push by digest, by the version itself, or by a label.',
      });
    if (tag.kind === 'label' && !isSelectable(tag.tag))
      fields.push({
        path: '/version',
        message: `«${tag.tag}» is neither the version ${gati.version} nor a label: it reads as a version or a range`,
        fix: 'Choose a label such as next.',
      });
    if (tag.kind === 'carrier') fields.push({ path: '/version', message: `«${tag.tag}» is a tag for what belongs to another manifest` });
  }
  for (const { kind, mediaType, path } of manifest.references) {
    if (kind === 'layer' && mediaType !== layerMediaType && mediaType !== emptyMediaType && gati.type !== 'model') {
      fields.push({ path, message: `has the media type «${mediaType}»; a ${gati.type} has layers of type ${layerMediaType}` });
    }
  }
  if (fields.length > 0) throw refuse('The push contradicts its Gati manifest.', ...fields);
}

/** Stands for «no layer» (image specification 1.1, "Guidance for an Empty Descriptor"). */
export const emptyMediaType = 'application/vnd.oci.empty.v1+json';

/**
 * Whether the gati.json inside the layers says what the config says, so that no reader is shown one thing and given another (npm's «manifest confusion»).
 * @throws MANIFEST_INVALID naming each difference
 */
export function assertSameInside(gati: GatiManifest, inside: unknown): void {
  const found = typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>) : {};
  const same = {
    name: found['name'] === gati.name,
    version: found['version'] === gati.version,
    type: found['type'] === gati.type,
    dependencies: areSame(gati.dependencies ?? {}, found['dependencies'] ?? {}),
  };
  const fields = Object.entries(same).flatMap(([key, isSame]): FieldFault[] =>
    isSame ? [] : [{ path: `/${key}`, message: 'is another in the gati.json inside the layer', fix: 'Pack and push from the same folder again: gati publish' }],
  );
  if (fields.length > 0) throw refuse('The layer contradicts the Gati manifest in the config.', ...fields);
}

/** Compares without recursion: the second one is whatever a publisher wrote. */
function areSame(ours: Readonly<Record<string, string>>, theirs: unknown): boolean {
  if (typeof theirs !== 'object' || theirs === null || Array.isArray(theirs)) return false;
  const names = Object.keys(ours);
  return (
    names.length === Object.keys(theirs).length &&
    names.every((name) => Object.hasOwn(theirs, name) && (theirs as Record<string, unknown>)[name] === ours[name])
  );
}

export const metadataOf = (gati: GatiManifest): VersionMetadata => ({
  type: gati.type,
  gatiManifest: gati,
  description: gati.description || null,
  license: gati.license ?? null,
  keywords: gati.keywords ?? [],
  capabilities: gati.capabilities ?? [],
  gatiRange: gati.gati ?? null,
  dependencies: gati.dependencies ?? {},
});

/** Annotations of the image specification 1.1 that say what a Gati manifest would. */
const annotation = (annotations: Readonly<Record<string, string>>, key: string, lengthMax: number): string | null => {
  const text = annotations[`org.opencontainers.image.${key}`]?.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' ? null : text.slice(0, lengthMax);
};

/** What docker, skopeo, oras or helm push is a module that runs as a container; its Gati manifest is made from its annotations. */
export function madeMetadata(name: ArtifactName, version: string, digest: string, { annotations }: ParsedManifest): VersionMetadata {
  const description = annotation(annotations, 'description', 300);
  const license = annotation(annotations, 'licenses', 200);
  const source = annotation(annotations, 'source', 2000);
  const repository = source !== null && /^https?:\/\//.test(source) && URL.canParse(source) ? source : null;
  return {
    type: 'module',
    gatiManifest: {
      name,
      version,
      type: 'module',
      ...(description === null ? {} : { description }),
      ...(license === null ? {} : { license }),
      ...(repository === null ? {} : { repository }),
      module: { runtime: 'oci', digest },
    },
    description,
    license,
    keywords: [],
    capabilities: [],
    gatiRange: null,
    dependencies: {},
  };
}

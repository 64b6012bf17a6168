import { RegistryError, type FieldFault } from '@gati/errors';
import { isDigest, type Digest } from '@gati/identifiers';
import { parseJsonDocument } from './json-document.ts';
import { bareMediaType, isMediaType, isNonDistributable, manifestMediaTypes } from './media-types.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** Something a manifest names and this repository must have. */
export interface Reference extends Descriptor {
  readonly kind: 'config' | 'layer' | 'manifest';
  /** Where it stands, as a JSON Pointer. */
  readonly path: string;
  /** A layer that nobody may hand on: it may be missing. */
  readonly isOptional: boolean;
}

/** A manifest or index that means one thing to every reader. */
export interface ParsedManifest {
  readonly kind: 'image' | 'index';
  readonly mediaType: string;
  /** The manifest's artifactType, else its config's media type; null for an index that has none. */
  readonly artifactType: string | null;
  readonly config: Descriptor | null;
  /** In the manifest's order: config first, then layers; or the manifests of an index. */
  readonly references: readonly Reference[];
  readonly subject: Descriptor | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Images have some hundred layers, indexes some thousand entries. */
const referencesMax = 5000;

/** Keys that decide what a document is. A reader that ignores case (Go's) must not see another document than we do. */
const knownKeys = ['schemaVersion', 'mediaType', 'artifactType', 'config', 'layers', 'manifests', 'subject', 'annotations', 'fsLayers', 'history', 'blobs'];
const byLowerCase = new Map(knownKeys.map((key) => [key.toLowerCase(), key]));

const invalid = (reason: string, ...fields: readonly FieldFault[]): RegistryError =>
  new RegistryError('MANIFEST_INVALID', { reason, ...(fields.length > 0 ? { fields } : {}) });

/**
 * Reads a manifest as it was pushed, byte for byte.
 * @param contentType  of the request; it must name the document's own media type (CVE-2021-41190: one document, two meanings)
 * @throws MANIFEST_INVALID for anything that is not exactly one of an image manifest and an index
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): ParsedManifest {
  const document = readObject(bytes);
  for (const key of Object.keys(document)) {
    const known = byLowerCase.get(key.toLowerCase());
    if (known !== undefined && known !== key) throw invalid(`«${key}» is read as «${known}» by some clients and not by others.`);
  }

  const stated = document['mediaType'];
  if (stated !== undefined && typeof stated !== 'string') throw invalid('mediaType is not a text.');
  const mediaType = contentType === undefined || contentType === '' ? stated : bareMediaType(contentType);
  if (mediaType === undefined) throw invalid('Neither the header Content-Type nor the field mediaType says what this is.');
  const kind = kindOf(mediaType);
  if (!kind)
    throw invalid(
      `«${mediaType.slice(0, 200)}» is not the media type of a manifest. Taken are ${[...manifestMediaTypes.image, ...manifestMediaTypes.index].join(', ')}.`,
    );
  if (stated !== undefined && stated !== mediaType)
    throw invalid(`The header Content-Type says «${mediaType}» and the manifest says «${stated.slice(0, 200)}».`);
  if (document['schemaVersion'] !== 2) throw invalid('schemaVersion is not 2.');

  const foreign = kind === 'image' ? ['manifests', 'fsLayers', 'history'] : ['config', 'layers', 'fsLayers', 'history'];
  for (const key of [...foreign, 'blobs']) {
    if (document[key] !== undefined)
      throw invalid(`A document of type ${mediaType} has no «${key}»: it would be one thing to one reader and another to the next.`);
  }

  const config = kind === 'image' ? readDescriptor(document['config'], '/config') : null;
  const references: Reference[] = config ? [{ ...config, kind: 'config', path: '/config', isOptional: false }] : [];
  const listKey = kind === 'image' ? 'layers' : 'manifests';
  const list = readList(document[listKey], `/${listKey}`);
  if (list.length > referencesMax) throw new RegistryError('QUOTA_EXCEEDED', { what: `The length of ${listKey}`, limit: referencesMax, found: list.length });
  for (const [position, item] of list.entries()) {
    const path = `/${listKey}/${position}`;
    const descriptor = readDescriptor(item, path);
    references.push({
      ...descriptor,
      kind: kind === 'image' ? 'layer' : 'manifest',
      path,
      isOptional: kind === 'image' && isNonDistributable(descriptor.mediaType),
    });
  }

  const artifactType = document['artifactType'];
  if (artifactType !== undefined && (typeof artifactType !== 'string' || !isMediaType(artifactType))) throw invalid('artifactType is not a media type.');
  return {
    kind,
    mediaType,
    artifactType: artifactType ?? config?.mediaType ?? null,
    config,
    references,
    subject: document['subject'] === undefined || document['subject'] === null ? null : readDescriptor(document['subject'], '/subject'),
    annotations: readAnnotations(document['annotations']),
  };
}

function kindOf(mediaType: string): 'image' | 'index' | null {
  for (const kind of ['image', 'index'] as const) {
    if ((manifestMediaTypes[kind] as readonly string[]).includes(mediaType)) return kind;
  }
  return null;
}

function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return parseJsonDocument(bytes);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

function readList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid('It is incomplete.', { path, message: value === undefined ? 'is missing' : 'is not a list' });
  return value;
}

function readDescriptor(value: unknown, path: string): Descriptor {
  const fault = (place: string, message: string) => invalid('A descriptor is wrong.', { path: `${path}${place}`, message });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault('', value === undefined ? 'is missing' : 'is not an object');
  const { mediaType, digest, size } = value as Record<string, unknown>;
  if (typeof mediaType !== 'string' || !isMediaType(mediaType)) throw fault('/mediaType', 'is not a media type');
  if (typeof digest !== 'string' || !isDigest(digest)) throw fault('/digest', 'is not sha256: and 64, or sha512: and 128 lower-case hexadecimal digits');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw fault('/size', 'is not a number of bytes');
  return { mediaType, digest, sizeBytes: size };
}

function readAnnotations(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid('It is wrong in one place.', { path: '/annotations', message: 'is not an object' });
  for (const [key, text] of Object.entries(value)) {
    // A database text holds no NUL and no half of a character.
    const isText = typeof text === 'string' && [key, text].every((part) => part.isWellFormed() && !part.includes('\0'));
    if (!isText)
      throw invalid('It is wrong in one place.', {
        path: `/annotations/${key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`,
        message: 'is not a text',
      });
  }
  return value as Record<string, string>;
}

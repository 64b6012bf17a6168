import { artifactTypes, type ArtifactType } from './artifact-types.ts';

/** The config of what `gati publish` pushes: the Gati manifest in canonical JSON. */
export const manifestMediaType = 'application/vnd.gati.manifest.v1+json';
/** A layer of files: a gzip'd tar with sorted entries, fixed owner and time. */
export const layerMediaType = 'application/vnd.gati.layer.v1.tar+gzip';

/** The OCI artifactType of a kind of artifact, for example `application/vnd.gati.module.v1`. */
export const artifactTypeOf = (type: ArtifactType): string => `application/vnd.gati.${type}.v1`;

/** The kind of artifact that an OCI artifactType names; null when it is none of ours. */
export const typeOfArtifactType = (mediaType: string): ArtifactType | null => artifactTypes.find((type) => artifactTypeOf(type) === mediaType) ?? null;

export { artifactTypes, moduleRuntimes, type ArtifactType, type ModuleRuntime } from './artifact-types.ts';
export { artifactTypeOf, layerMediaType, manifestMediaType, typeOfArtifactType } from './media-types.ts';
export { parseAppManifest, parseGatiManifest, type Parsed } from './parse.ts';
export type { AppManifest, GatiManifest } from './schemas.ts';
export { jsonSchemaOf, schemaIdOf } from './json-schema.ts';
export { licenseIdentifiers } from './license.ts';
export { editDistance, nearest } from './did-you-mean.ts';
export { manifestLimits } from './limits.ts';
export { canonicalJson } from '@gati/gtype';

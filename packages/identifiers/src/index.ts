export { parseHandle, parseArtifactName, parseRepository, splitName, repositoryOf, type ArtifactName, type Handle, type NameParts } from './names.ts';
export { parseSemanticVersion, isSemanticVersion, isVersionOrRange, parseLabel, type SemanticVersion, type Label } from './versions.ts';
export { parseDigest, isDigest, digestOf, sha256Of, digestHasher, type Digest } from './digests.ts';
export { parseReference, parseSelector, type Reference, type Selector } from './references.ts';

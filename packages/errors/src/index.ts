export { catalogue, type ErrorCode, type ErrorParams, type FieldFault, definitionOf } from './catalogue.ts';
export { explanationOf, type Explanation } from './examples.ts';
export { RegistryError, isRegistryError, refusalOf, type Refusal } from './registry-error.ts';
export { revokedSince } from './revoked-since.ts';
export { ociErrorOf, type OciCode, type OciErrorBody } from './oci.ts';

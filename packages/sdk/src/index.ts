export { createRegistryClient, type RegistryClient, type RegistryClientOptions, type QueryOptions, type RequestOptions } from './registry-client.ts';
export type { FollowOptions } from './subscription.ts';
export { RegistryRefusal, isRegistryRefusal, type RefusalParts } from './refusal.ts';
export { errorCodes, isErrorCode, type ErrorCode } from './error-codes.ts';
export type { TokenSource } from './token.ts';
export * from './generated/graphql.ts';

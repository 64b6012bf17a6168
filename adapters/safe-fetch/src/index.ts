export { createSafeFetch, type SafeFetchOptions } from './create-safe-fetch.ts';
export { isPublicAddress, parseAllowedNetwork, type AllowedNetwork } from './networks.ts';
export { OutsideError, type OutsideAnswer, type OutsideRequest, type SafeFetch } from './safe-fetch.ts';

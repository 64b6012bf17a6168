export { anonymous, type Principal, type KnownPrincipal, type GrantedRole, type Role, type Scope } from './principal.ts';
export { isSiteAdministrator } from './site-administrator.ts';
export { decide, assertAllowed, hasRole, type Action, type Decision, type Subject } from './decide.ts';
export { artifactLimit, covers, isWithin, type Place } from './limits.ts';
export type { NamespaceFacts, FactsFor } from './facts.ts';
export type { RequestOrigin } from './origin.ts';

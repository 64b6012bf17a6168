export { anonymous, type Principal, type KnownPrincipal, type Role, type Scope } from './principal.ts';
export { isSiteAdministrator } from './site-administrator.ts';
export { decide, assertAllowed, hasRole, type Action, type Decision, type Subject } from './decide.ts';
export type { NamespaceFacts, FactsFor } from './facts.ts';

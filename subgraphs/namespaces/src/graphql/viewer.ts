import { auditPage, type AuditArguments } from './audit.ts';
import type { Context } from './context.ts';
import { showAccount, showActiveSession, showApiKey, showIdentity, showTwoFactor } from './shapes.ts';

/** Answered alike by every subgraph that declares it: no look-up, no error. */
export const viewerQuery = (_: unknown, __: unknown, { principal }: Context) =>
  principal.kind === 'anonymous' ? null : { __typename: 'Viewer' as const, id: principal.accountId };

/** A part of the viewer belongs to whoever asks now, whatever id a reference brings. */
export const viewer = {
  __resolveReference: (_: { readonly id: string }, context: Context) => viewerQuery(undefined, undefined, context),

  account: async ({ id }: { readonly id: string }, _: unknown, { principal, accountById }: Context) => {
    const found = await accountById.load(id);
    return found && showAccount(found, principal);
  },
  memberships: (_: unknown, __: unknown, { principal, namespaces }: Context) => namespaces.listMemberships(principal),
  sessions: async (_: unknown, __: unknown, { principal, namespaces }: Context) =>
    (await namespaces.listSessions(principal)).map((session) => showActiveSession(session, principal)),
  identities: async ({ id }: { readonly id: string }, _: unknown, { namespaces }: Context) => (await namespaces.listIdentities(id)).map(showIdentity),
  auditLog: (_: unknown, args: AuditArguments, context: Context) => auditPage('own', args, context),
  twoFactor: async (_: unknown, __: unknown, { principal, namespaces }: Context) => showTwoFactor(await namespaces.readTwoFactor(principal)),
  isEmailVerified: ({ id }: { readonly id: string }, _: unknown, { namespaces }: Context) => namespaces.isEmailVerified(id),
  apiKeys: async (_: unknown, __: unknown, { principal, namespaces }: Context) => (await namespaces.listApiKeys(principal)).map(showApiKey),
  invitations: (_: unknown, __: unknown, { principal, namespaces }: Context) => namespaces.ownInvitations(principal),
};

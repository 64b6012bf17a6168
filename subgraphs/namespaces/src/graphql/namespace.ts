import { buildConnection, defineCursor, emptyConnection, parsePage, type PageArguments } from '@gati/pagination';
import { z } from 'zod';
import { auditPage, type AuditArguments } from './audit.ts';
import type { Context } from './context.ts';
import { showBadge, showNamespace, showRobot, showTeam, showTrustedPublisher, showVerification } from './shapes.ts';

type Shown = ReturnType<typeof showNamespace>;

const membersCursor = defineCursor('members', z.tuple([z.enum(['owner', 'admin', 'write', 'read']), z.string()]));

export const namespaceQuery = async (_: unknown, { handle }: { readonly handle: string }, { namespaces }: Context) => {
  const found = await namespaces.namespaceByHandle(handle);
  return found && showNamespace(found);
};

export const namespace = {
  __resolveReference: async ({ id, handle }: { readonly id?: string; readonly handle?: string }, { namespaceById, namespaceByHandle }: Context) => {
    const found = id !== undefined ? await namespaceById.load(id) : handle !== undefined ? await namespaceByHandle.load(handle) : null;
    return found && showNamespace(found);
  },

  badges: async ({ id }: Shown, _: unknown, { badgesOf }: Context) => ((await badgesOf.load(id)) ?? []).map(showBadge),

  verifications: async ({ id, handle }: Shown, _: unknown, { principal, namespaces }: Context) =>
    (await namespaces.listVerifications(principal, { id, handle }))?.map(showVerification) ?? null,

  invitations: ({ id }: Shown, _: unknown, { principal, namespaces }: Context) => namespaces.namespaceInvitations(principal, id),

  robots: async ({ id }: Shown, _: unknown, { principal, namespaces }: Context) => (await namespaces.listRobots(principal, id)).map(showRobot),

  teams: async ({ id }: Shown, _: unknown, { principal, namespaces }: Context) => (await namespaces.listTeams(principal, id))?.map(showTeam) ?? null,

  trustedPublishers: async ({ id, handle }: Shown, _: unknown, { principal, namespaces }: Context) =>
    (await namespaces.listTrustedPublishers(principal, { id, handle }))?.map((publisher) => showTrustedPublisher(publisher, handle)) ?? null,

  auditLog: ({ id }: Shown, args: AuditArguments, context: Context) => auditPage({ namespaceId: id }, args, context),

  members: async ({ id, kind }: Shown, args: PageArguments, { principal, namespaces }: Context) => {
    const page = parsePage(args, membersCursor);
    const found = await namespaces.listMembers(principal, { id, kind: kind === 'USER' ? 'user' : 'organization' }, page);
    if (!found) return emptyConnection;
    return { ...buildConnection(found.members, page, membersCursor, ({ role, handle }) => [role, handle]), totalCount: found.totalCount };
  },
};

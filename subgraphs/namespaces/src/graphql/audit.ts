import { RegistryError } from '@gati/errors';
import { buildConnection, defineCursor, parsePage, type PageArguments } from '@gati/pagination';
import { z } from 'zod';
import { parseAuditFilter, type AuditEntryRow, type AuditOf, type WrittenAuditFilter } from '../index.ts';
import type { Context } from './context.ts';
import { showAccount, showNamespace } from './shapes.ts';

export interface AuditArguments extends PageArguments {
  readonly filter?: WrittenAuditFilter | null;
}

const cursor = defineCursor('audit', z.tuple([z.string().regex(/^[1-9][0-9]{0,18}$/)]));

/** A page of one of the logs; null for those who may not read it. */
export async function auditPage(of: AuditOf, args: AuditArguments, { principal, namespaces }: Context) {
  const page = parsePage(args, cursor);
  const before = page.after === null ? null : BigInt(page.after[0]);
  const rows = await namespaces.readAuditLog(principal, { of, filter: parseAuditFilter(args.filter ?? {}, 'filter'), before, limit: page.limit });
  return rows && buildConnection(rows, page, cursor, ({ id }) => [id.toString()]);
}

const assertAdministrator = ({ principal, namespaces }: Context): void => {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  if (!namespaces.isAdministrator(principal))
    throw new RegistryError('FORBIDDEN', { reason: 'This is for administrators of the site.', suggestion: 'Administrators are named in GATI_ADMINS.' });
};

export const auditLogQuery = (_: unknown, args: AuditArguments, context: Context) => {
  assertAdministrator(context);
  return auditPage('site', args, context);
};

const verificationMs = 20_000;

export const auditVerificationQuery = async (_: unknown, { head }: { readonly head?: string | null }, context: Context) => {
  assertAdministrator(context);
  if (head != null && !/^[0-9a-f]{64}$/.test(head))
    throw new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'head', message: 'is not a head', fix: 'Give 64 hexadecimal digits, in lower case.' }] });
  const { faults, ...rest } = await context.namespaces.verifyAuditLog({ signal: AbortSignal.timeout(verificationMs), knownHead: head ?? null });
  return { ...rest, faults, isIntact: faults.length === 0 };
};

export const auditEntry = {
  id: ({ id }: AuditEntryRow) => id.toString(),
  target: ({ subject }: AuditEntryRow) => subject,
  account: async ({ actorId }: AuditEntryRow, _: unknown, { accountById, principal }: Context) => {
    const found = actorId === null ? null : await accountById.load(actorId);
    return found && showAccount(found, principal);
  },
  namespace: async ({ namespaceId }: AuditEntryRow, _: unknown, { namespaceById }: Context) => {
    const found = namespaceId === null ? null : await namespaceById.load(namespaceId);
    return found && showNamespace(found);
  },
};

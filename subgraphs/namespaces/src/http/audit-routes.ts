import { Readable } from 'node:stream';
import type { Principal } from '@gati/authority';
import { refusalOf, RegistryError } from '@gati/errors';
import type { RateLimits } from '@gati/subgraph';
import type { FastifyPluginAsync } from 'fastify';
import { auditHeader, auditLines, auditMediaTypes, parseAuditFilter, type AuditFormat, type AuditOf, type Namespaces } from '../index.ts';

interface Dependencies {
  readonly namespaces: Pick<Namespaces, 'authenticate' | 'exportAuditLog' | 'namespaceByHandle'>;
  readonly limits?: RateLimits<'auth'> | undefined;
}

const parameters = ['namespace', 'site', 'format', 'actor', 'action', 'target', 'since', 'until'] as const;
type Query = Readonly<Partial<Record<(typeof parameters)[number], string>>>;

/**
 * `GET /audit-log?namespace=acme&format=csv&since=…`: all entries that fit, newest first, streamed as NDJSON or CSV.
 * Without a namespace one's own; with `site=true` everybody's. It holds some hundred entries in memory however long the log is, and breaks off where the right to read ends.
 */
export const createAuditRoutes =
  ({ namespaces, limits }: Dependencies): FastifyPluginAsync =>
  async (app) => {
    app.get('/audit-log', async (request, reply) => {
      reply.headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
      try {
        const principal = await namespaces.authenticate(request.headers.authorization, request.ip);
        await limits?.take('auth', { caller: principal, address: request.ip }, (headers) => reply.headers(headers));
        if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
        const query = readQuery(request.query);
        const format = readFormat(query.format);
        const of = await readWhose(query, namespaces);
        const entries = await namespaces.exportAuditLog(principal, { of, filter: parseAuditFilter(query) });
        if (!entries) throw refused(of, query, principal);
        const lines = (async function* () {
          yield auditHeader(format);
          for await (const rows of entries) yield auditLines(format, rows);
        })();
        return await reply
          .header('content-type', auditMediaTypes[format])
          .header('content-disposition', `attachment; filename="audit-log.${format}"`)
          .send(Readable.from(lines, { objectMode: false }));
      } catch (error) {
        const { status, code, message, suggestions, details } = refusalOf(error);
        if (status >= 500) request.log.error({ err: error }, 'an export of the audit log failed');
        return reply
          .code(status)
          .headers(typeof details['retryAfterSeconds'] === 'number' ? { 'retry-after': details['retryAfterSeconds'] } : {})
          .type('application/json; charset=utf-8')
          .send({ error: { code, message, suggestions, requestId: request.id } });
      }
    });
  };

const fault = (path: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path, message, fix }] });

function readQuery(query: unknown): Query {
  const entries = Object.entries((query ?? {}) as Record<string, unknown>);
  for (const [name, value] of entries) {
    if (!(parameters as readonly string[]).includes(name)) throw fault(name.slice(0, 60), 'is no parameter of this', `There are ${parameters.join(', ')}.`);
    if (typeof value !== 'string') throw fault(name, 'is there twice', 'Give it once.');
  }
  return Object.fromEntries(entries) as Query;
}

function readFormat(text: string | undefined): AuditFormat {
  if (text === undefined || text === 'ndjson') return 'ndjson';
  if (text === 'csv') return 'csv';
  throw fault('format', `«${text.slice(0, 40)}» is no format`, 'Write ndjson or csv.');
}

async function readWhose({ namespace, site }: Query, { namespaceByHandle }: Dependencies['namespaces']): Promise<AuditOf> {
  if (site !== undefined && site !== 'true') throw fault('site', 'is not true', 'Write site=true, or leave it out.');
  if (site !== undefined && namespace !== undefined) throw fault('site', 'stands beside a namespace', 'Give one of them.');
  if (site !== undefined) return 'site';
  if (namespace === undefined) return 'own';
  const handle = namespace.replace(/^@/, '').slice(0, 80);
  const found = await namespaceByHandle(handle);
  if (!found) throw new RegistryError('NOT_FOUND', { reference: `@${handle}` });
  return { namespaceId: found.id };
}

function refused(of: AuditOf, { namespace }: Query, principal: Principal): RegistryError {
  if (of === 'site')
    return new RegistryError('FORBIDDEN', { reason: 'This is for administrators of the site.', suggestion: 'Administrators are named in GATI_ADMINS.' });
  if (of === 'own')
    return new RegistryError('FORBIDDEN', {
      reason: 'This needs a credential with the scope admin and without a limit.',
      suggestion: 'Use a key of your own account.',
    });
  const handle = namespace?.replace(/^@/, '') ?? (principal.kind === 'anonymous' ? '' : principal.handle);
  return new RegistryError('NAMESPACE_PERMISSION_DENIED', { handle, needed: 'the role admin and a credential with the scope admin' });
}

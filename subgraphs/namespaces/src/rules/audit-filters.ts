import { RegistryError } from '@gati/errors';
import type { AuditFilter } from './audit-entry.ts';

/** As a client writes it; absent and empty mean no restriction. */
export interface WrittenAuditFilter {
  readonly actor?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly target?: string | null | undefined;
  readonly since?: Date | string | null | undefined;
  readonly until?: Date | string | null | undefined;
}

const fault = (path: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path, message, fix }] });
const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** @param at  where the fields are, for faults: `filter` or nothing. @throws VALIDATION_FAILED */
export function parseAuditFilter({ actor, action, target, since, until }: WrittenAuditFilter, at = ''): AuditFilter {
  const path = (name: string) => (at ? `${at}.${name}` : name);
  const handle = actor?.replace(/^@/, '') || undefined;
  if (handle !== undefined && !/^[a-z0-9-]{1,39}(\+[a-z0-9-]{1,39})?$/.test(handle))
    throw fault(path('actor'), `«${shown(handle)}» is not a handle`, 'Write a handle, registry or anonymous.');
  if (action && !/^[a-z]+(-[a-z]+)*\.(\*|[a-z]+(-[a-z]+)*)$/.test(action.slice(0, 81)))
    throw fault(path('action'), `«${shown(action)}» is not an action`, 'Write one like member.invite, or member.* for all of that kind.');
  if (target && (target.length > 300 || !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(target)))
    throw fault(path('target'), 'is not a target', 'Write a namespace, an artifact or a version, for example @acme/auth.');
  const from = instant(since, path('since'));
  const to = instant(until, path('until'));
  if (from && to && from >= to) throw fault(path('until'), 'lies before since', 'Name a later time.');
  return {
    ...(handle === undefined ? {} : { actor: handle }),
    ...(action ? { action } : {}),
    ...(target ? { target } : {}),
    ...(from ? { since: from } : {}),
    ...(to ? { until: to } : {}),
  };
}

function instant(value: Date | string | null | undefined, path: string): Date | undefined {
  if (!value) return undefined;
  const date = typeof value === 'string' && !/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(value) ? new Date(NaN) : new Date(value);
  if (Number.isNaN(date.getTime())) throw fault(path, `«${shown(String(value))}» is not a time`, 'Write it like 2026-01-31 or 2026-01-31T12:00:00Z.');
  return date;
}

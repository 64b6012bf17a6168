import type { Scope } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { parseHandle, type Handle } from '@gati/identifiers';

/** A key names the namespaces it is limited to one by one. */
const namespacesMax = 100;

const refuse = (path: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path, message, fix }] });

/** One scope or more, each once. @throws VALIDATION_FAILED */
export function parseGivenScopes(scopes: readonly Scope[], path: string): readonly Scope[] {
  if (scopes.length === 0) throw refuse(path, 'is empty', 'Name one or more of READ, PUBLISH and ADMIN.');
  return [...new Set(scopes)];
}

/** The handles that a key is limited to, each once; null for no limit. An empty list is refused, because it reads like «none» and would mean «all». @throws VALIDATION_FAILED */
export function parseLimit(handles: readonly string[] | null, path: string): readonly Handle[] | null {
  if (handles === null) return null;
  if (handles.length === 0) throw refuse(path, 'is empty', 'Name the namespaces, or leave the field out for a key without a limit.');
  if (handles.length > namespacesMax) throw refuse(path, `names ${handles.length} namespaces, more than ${namespacesMax}`, 'Make several keys.');
  return [...new Set(handles.map((handle, i) => parseHandle(handle, `${path}.${i}`)))];
}

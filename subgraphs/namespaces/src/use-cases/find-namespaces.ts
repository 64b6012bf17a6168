import { parseHandle } from '@gati/identifiers';
import { z } from 'zod';
import { namespaces, type NamespaceRow, type Tables } from '../repository.ts';

/** The namespace with this handle, with or without the @; null when there is none, also for what cannot be a handle. Namespaces are public. */
export const namespaceByHandle =
  ({ tables }: { readonly tables: Tables }) =>
  async (text: string): Promise<NamespaceRow | null> => {
    const handle = handleOrNull(text);
    return handle === null ? null : namespaces(tables).findByHandle(handle);
  };

/** Namespaces by id, in one query; what does not exist is absent. */
export const namespacesByIds =
  ({ tables }: { readonly tables: Tables }) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, NamespaceRow>> => {
    const possible = [...new Set(ids)].filter((id) => z.guid().safeParse(id).success);
    const rows = possible.length > 0 ? await namespaces(tables).findMany(possible) : [];
    return new Map(rows.map((row) => [row.id, row]));
  };

/** Namespaces by handle, in one query; what does not exist is absent. */
export const namespacesByHandles =
  ({ tables }: { readonly tables: Tables }) =>
  async (handles: readonly string[]): Promise<ReadonlyMap<string, NamespaceRow>> => {
    const possible = [...new Set(handles)].filter((handle) => handleOrNull(handle) === handle);
    const rows = possible.length > 0 ? await namespaces(tables).findManyByHandle(possible) : [];
    return new Map(rows.map((row) => [row.handle, row]));
  };

function handleOrNull(text: string): string | null {
  try {
    return parseHandle(text);
  } catch {
    return null;
  }
}

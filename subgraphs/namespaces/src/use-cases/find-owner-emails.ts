import { namespaces, type Tables } from '../repository.ts';

/** An organization may have many owners; so many of them are told. */
const ownersMax = 20;

/** Where the owners of a namespace get mail, at most 20 of them. For what the registry itself has to tell them; no door shows it. */
export const ownerEmails =
  ({ tables }: { readonly tables: Tables }) =>
  (namespaceId: string): Promise<readonly string[]> =>
    namespaces(tables).ownerEmails(namespaceId, ownersMax);

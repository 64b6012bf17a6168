import { decide, type FactsFor, type Principal } from '@gati/authority';
import { buildConnection, defineCursor, emptyConnection, parsePage, type Connection, type PageArguments } from '@gati/pagination';
import { z } from 'zod';
import type { Tables } from '../ports.ts';
import { artifacts } from '../repository/artifacts.ts';
import { isId } from '../views.ts';

const cursor = defineCursor('namespace artifacts', z.tuple([z.iso.datetime(), z.uuid()]));

/** Ids of a namespace's artifacts that the caller may see, last updated first, with their number. Nothing for a namespace that there is not. @throws VALIDATION_FAILED */
export const listNamespaceArtifacts =
  ({ tables, factsFor }: { readonly tables: Tables; readonly factsFor: FactsFor }) =>
  async (principal: Principal, namespaceId: string, request: PageArguments): Promise<Connection<string> & { readonly totalCount: number }> => {
    const page = parsePage(request, cursor);
    const facts = isId(namespaceId) ? (await factsFor(principal, [namespaceId])).get(namespaceId) : undefined;
    if (!facts) return emptyConnection;
    const sees = (admitted: boolean): boolean => decide(principal, 'artifact.read', { ...facts, visibility: 'private', admitted }).kind === 'allowed';
    const pushes = decide(principal, 'artifact.push', { ...facts, visibility: 'private', admitted: true }).kind === 'allowed';
    // Those that the caller has a role on alone; a name is known only to the table, so a key that is limited to names gets none of them here.
    const granted = [...(facts.grants?.keys() ?? [])];
    const may = (action: 'artifact.read' | 'artifact.push', artifactId: string): boolean =>
      decide(principal, action, { ...facts, artifactId, visibility: 'private', admitted: true }).kind === 'allowed';
    const { rows, totalCount } = await artifacts(tables).pageOfNamespace({
      namespaceId,
      withPrivate: pushes || sees(true),
      withUnadmitted: pushes || sees(false),
      readableIds: granted.filter((id) => may('artifact.read', id) || may('artifact.push', id)),
      writableIds: granted.filter((id) => may('artifact.push', id)),
      limit: page.limit,
      after: page.after,
    });
    const connection = buildConnection(rows, page, cursor, ({ updatedAt, id }) => [updatedAt, id]);
    return {
      ...connection,
      edges: connection.edges.map(({ cursor: place, node }) => ({ cursor: place, node: node.id })),
      nodes: connection.nodes.map(({ id }) => id),
      totalCount,
    };
  };

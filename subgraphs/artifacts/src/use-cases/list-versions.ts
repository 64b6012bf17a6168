import { buildConnection, defineCursor, emptyConnection, parsePage, type Connection, type PageArguments } from '@gati/pagination';
import { z } from 'zod';
import type { Reader } from '../reader.ts';
import type { VersionView } from '../views.ts';

const cursor = defineCursor('versions', z.tuple([z.iso.datetime(), z.uuid()]));

/** An artifact's versions that the caller may see, newest first, with their number; those of many artifacts are read in one query. @throws VALIDATION_FAILED */
export const listVersions = async (
  reader: Reader,
  artifactId: string,
  request: PageArguments,
): Promise<Connection<VersionView> & { readonly totalCount: number }> => {
  const page = parsePage(request, cursor);
  const read = await reader.versionPage({ artifactId, limit: page.limit, after: page.after });
  if (!read) return emptyConnection;
  const connection = buildConnection(read.rows, page, cursor, ({ at, version }) => [at, version.id]);
  return {
    ...connection,
    edges: connection.edges.map(({ cursor: place, node }) => ({ cursor: place, node: node.version })),
    nodes: connection.nodes.map(({ version }) => version),
    totalCount: read.totalCount,
  };
};

import { buildConnection, defineCursor, parsePage, type PageArguments } from '@gati/pagination';
import { z } from 'zod';
import type { QuarantinePosition } from '../../index.ts';
import type { Context } from '../context.ts';
import { showSigningKey, versionReference } from '../shapes.ts';

interface Input {
  readonly id: string;
  readonly from?: Date | null;
  readonly reason?: string | null;
}

export const revokeSigningKey = async (_: unknown, { input }: { readonly input: Input }, { principal, security, origin }: Context) => {
  const { id, from = null, reason = null } = input;
  return { signingKey: showSigningKey(await security.revokeSigningKey(principal, { id, from, reason, origin })) };
};

const cursor = defineCursor<QuarantinePosition>('quarantined', z.tuple([z.number().int().min(0).max(8.64e15), z.uuid()]));
/** What the schema gives where `first` is left out. */
const defaultSize = 50;

export const revokeSigningKeyPayload = {
  quarantined: async ({ signingKey }: { readonly signingKey: { readonly id: string } }, args: PageArguments, { security }: Context) => {
    const page = parsePage(args, cursor, { defaultSize });
    const [rows, totalCount] = await Promise.all([
      security.readQuarantine.page(signingKey.id, page.after, page.limit),
      security.readQuarantine.count(signingKey.id),
    ]);
    const { edges, pageInfo } = buildConnection(rows, page, cursor, ({ publishedAt, versionId }) => [publishedAt.getTime(), versionId]);
    const shown = edges.map(({ cursor: place, node }) => ({ cursor: place, node: versionReference(node.versionId) }));
    return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo, totalCount };
  },
};

import type { Transaction } from '@gati/database';

export interface TransferOfferRow {
  readonly artifactId: string;
  readonly toNamespaceId: string;
  readonly expiresAt: Date;
}

type Tables = Pick<Transaction, 'transferOffer'>;

export const transferOffers = (tables: Tables) => ({
  find: (artifactId: string): Promise<TransferOfferRow | null> =>
    tables.transferOffer.findUnique({ where: { artifactId }, select: { artifactId: true, toNamespaceId: true, expiresAt: true } }),

  /** Puts it in the place of an earlier one: an artifact is offered to one namespace at a time. */
  put: async (offer: TransferOfferRow & { readonly offeredBy: string; readonly createdAt: Date }): Promise<void> => {
    const { artifactId, ...rest } = offer;
    await tables.transferOffer.upsert({ where: { artifactId }, create: offer, update: rest, select: { artifactId: true } });
  },

  /** @returns whether there was one */
  remove: async (artifactId: string): Promise<boolean> => (await tables.transferOffer.deleteMany({ where: { artifactId } })).count === 1,
});

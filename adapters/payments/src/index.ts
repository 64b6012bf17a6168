/** An amount in the currency's smallest unit; never a float. */
export interface Money {
  readonly amountMinor: bigint;
  /** ISO 4217. */
  readonly currency: string;
}

/** What billing asks of a payment provider: a few intents, each safe to repeat under its idempotency key. */
export interface Payments {
  /** Opens a payment of exactly this amount; the same key returns the same one. */
  readonly startPayment: (payment: {
    readonly idempotencyKey: string;
    readonly orderId: string;
    readonly amount: Money;
    readonly description: string;
  }) => Promise<{ readonly paymentId: string; readonly checkoutUrl: string | null; readonly clientSecret: string | null }>;
  /** Gives back this amount of a payment; the same key returns the same refund. */
  readonly refund: (refund: { readonly idempotencyKey: string; readonly paymentId: string; readonly amount: Money }) => Promise<{ readonly refundId: string }>;
  /** Pays out to a publisher's account; the same key returns the same payout. */
  readonly payOut: (payout: {
    readonly idempotencyKey: string;
    readonly destination: string;
    readonly amount: Money;
  }) => Promise<{ readonly payoutId: string }>;
  /** Checks a webhook's signature over its raw bytes. @throws when it is forged or too old */
  readonly readEvent: (rawBody: Uint8Array, signature: string) => { readonly eventId: string; readonly type: string; readonly objectId: string };
}

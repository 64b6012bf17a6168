/**
 * What is counted at the HTTP doors, and how much of it one caller may have in a minute unless told otherwise: far above what clients of one machine do.
 * `read`, `write` and `publish` are requests at `/v2` and `/downloads`: what changes nothing, the bytes of uploads, and manifests that are put or things that are deleted.
 * `token` are requests at `/v2/token`, `auth` those at `/auth`; `graphql` is what operations cost.
 */
export const ratesByDefault = { read: 60_000, write: 30_000, publish: 1_200, token: 6_000, auth: 600, graphql: 2_000_000 } as const;

export type RateName = keyof typeof ratesByDefault;
/** How much one caller may have in a minute; null: without a limit. */
export type Rates = Readonly<Record<RateName, number | null>>;

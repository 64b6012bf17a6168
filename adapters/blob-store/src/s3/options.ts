/** Where the store is and how patient to be with it. */
export interface S3BlobStoreOptions {
  /** Origin of the S3 service, as this process reaches it. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Origin of the same service as clients reach it, for signed links; null signs none. The endpoint unless told. */
  readonly publicEndpoint?: string | null;
  /** For the age of leftovers; the system's clock unless told. */
  readonly now?: () => number;
  readonly patience?: Partial<Patience>;
}

/** Times in milliseconds. */
export interface Patience {
  /** Attempts of one call, the first included. */
  readonly attemptsMax: number;
  /** The wait before attempt n + 1 is anything up to this, doubled n - 1 times, and never more than `waitMaxMs`. */
  readonly waitMs: number;
  readonly waitMaxMs: number;
  /** One attempt without a body. */
  readonly callMs: number;
  /** One attempt that carries 10 MiB, or that lets the service put together a large object. */
  readonly transferMs: number;
  /** A body that brings nothing for so long is given up and asked for again. */
  readonly stallMs: number;
  /** So many failed attempts in a row open the circuit: for `restMs` every call fails at once. */
  readonly failuresMax: number;
  readonly restMs: number;
}

export const defaultPatience: Patience = {
  attemptsMax: 5,
  waitMs: 100,
  waitMaxMs: 5_000,
  callMs: 20_000,
  transferMs: 120_000,
  stallMs: 30_000,
  failuresMax: 20,
  restMs: 5_000,
};

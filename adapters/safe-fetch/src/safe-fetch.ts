/** One request to a machine outside. */
export interface OutsideRequest {
  /** GET unless told. Only GET follows redirects. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole of it, names and redirects included; 10 s unless told. */
  readonly timeoutMs?: number;
  /** Bytes of the answer's body; 64 KiB unless told. */
  readonly bodyBytesMax?: number;
  /** Redirects that are followed; 3 unless told. */
  readonly redirectsMax?: number;
  readonly signal?: AbortSignal;
}

export interface OutsideAnswer {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case; of those that came twice, the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The way to addresses that users name: it reaches the public internet, and what the installation allows beside it, and nothing else. */
export interface SafeFetch {
  /** @throws OutsideError */
  readonly fetch: (url: string, request?: OutsideRequest) => Promise<OutsideAnswer>;
  /** The TXT records of a name, each as one text, at most 100; none where there is no such name. @throws OutsideError */
  readonly texts: (name: string, options?: { readonly signal?: AbortSignal }) => Promise<readonly string[]>;
}

/**
 * Why nothing came. `refused`: it may not be asked, now and later. All others may be otherwise the next time.
 * Messages are for logs: whoever named the address may learn from them what only the registry can see.
 */
export class OutsideError extends Error {
  readonly reason: 'refused' | 'unreachable' | 'too-slow' | 'too-large' | 'too-many-redirects' | 'busy';
  constructor(reason: OutsideError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutsideError';
    this.reason = reason;
  }
}

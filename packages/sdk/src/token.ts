/** Where a client's access token or API key comes from: a fixed one, or a function that is asked before each request.
 *  After the registry refused a token the function is asked once more and told which, so that it can renew it; another answer is tried once. */
export type TokenSource = string | ((refused?: string) => Promise<string | undefined> | string | undefined);

/** Asks a source for its token. */
export const tokenOf = async (source: TokenSource | undefined, refused?: string): Promise<string | undefined> =>
  typeof source === 'function' ? await source(refused) : source;

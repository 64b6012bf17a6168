import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { OutsideError } from './safe-fetch.ts';

const patience = { timeout: 2_000, tries: 2 };
const textsMax = 100;
/** What a name server says of a name that is not there, or has no such record. */
const isMissing = (error: unknown): boolean => ['ENOTFOUND', 'ENODATA'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Asks name servers, and no file of this machine: what `localhost` means here is not for users to ask. */
export function createNames({ nameServers }: { readonly nameServers?: readonly string[] | undefined }) {
  const ask = async <T>(signal: AbortSignal, question: (resolver: Resolver) => Promise<T>): Promise<T> => {
    const resolver = new Resolver(patience);
    if (nameServers) resolver.setServers([...nameServers]);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      signal.throwIfAborted();
      return await question(resolver);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

  return {
    /** Every address that a host has, those of IPv4 first; a host that is an address has itself. @throws OutsideError where it has none */
    addressesOf: async (host: string, signal: AbortSignal): Promise<readonly string[]> => {
      if (isIP(host)) return [host];
      return ask(signal, async (resolver) => {
        const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
        const failed = answers.find((answer) => answer.status === 'rejected' && !isMissing(answer.reason));
        const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
        if (addresses.length === 0) throw new OutsideError('unreachable', `${host} has no address`, { cause: failed });
        return addresses;
      });
    },

    textsOf: (name: string, signal: AbortSignal): Promise<readonly string[]> =>
      ask(signal, async (resolver) => {
        try {
          return (await resolver.resolveTxt(name)).slice(0, textsMax).map((chunks) => chunks.join(''));
        } catch (error) {
          if (isMissing(error)) return [];
          throw new OutsideError('unreachable', `the name servers of ${name} do not answer`, { cause: error });
        }
      }),
  };
}

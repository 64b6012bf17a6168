import type { ContentCache } from '@gati/artifacts';

/** One transfer through the CDN; a layer of some gigabytes takes its time. */
const transferMs = 10 * 60_000;
const purgeMs = 15_000;
/** Fetches at once: warming must not be felt. */
const atOnce = 2;

interface Options {
  readonly purgeUrl: string;
  readonly purgeToken: string | null;
  /** Where clients, and so the CDN, are: what is fetched from there passes through it. */
  readonly publicUrl: string;
}

/** A CDN in front of PUBLIC_URL that drops by surrogate key: POST with the keys in the header `Surrogate-Key`, as Fastly and Varnish take them, and as JSON for those that do not. */
export function createContentCache({ purgeUrl, purgeToken, publicUrl }: Options): ContentCache {
  const tokenFor = async (repository: string, signal: AbortSignal): Promise<string> => {
    const answer = await fetch(`${publicUrl}/v2/token?scope=${encodeURIComponent(`repository:${repository}:pull`)}`, { signal });
    if (!answer.ok) throw new Error(`The registry answers ${answer.status} through the CDN when asked for a token.`);
    return ((await answer.json()) as { readonly token: string }).token;
  };

  return {
    purge: async (surrogateKeys) => {
      const answer = await fetch(purgeUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'surrogate-key': surrogateKeys.join(' '),
          ...(purgeToken === null ? {} : { authorization: `Bearer ${purgeToken}` }),
        },
        body: JSON.stringify({ surrogateKeys }),
        signal: AbortSignal.timeout(purgeMs),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`The CDN answers ${answer.status} when told what to drop.`);
    },

    warm: async ({ repository, paths, signal }) => {
      const headers = { authorization: `Bearer ${await tokenFor(repository, signal)}` };
      const waiting = [...paths];
      const fetchThem = async (): Promise<void> => {
        for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
          const answer = await fetch(`${publicUrl}${path}`, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(transferMs)]) });
          for await (const _ of answer.body ?? []);
          if (answer.status >= 500) throw new Error(`${path} is answered ${answer.status} through the CDN.`);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, fetchThem));
    },
  };
}

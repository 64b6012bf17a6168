import type { ArtifactName } from '@gati/identifiers';
import { ExchangeIdTokenDocument } from '@gati/sdk';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

const patienceMs = 10_000;

/**
 * In a build that can prove which workflow it is, publishes as that workflow, without any secret: fetches the build's identity token for this registry and exchanges it.
 * GATI_TOKEN counts before it; outside such a build nothing happens.
 * @throws UNAUTHENTICATED when the artifact does not trust the workflow
 */
export async function publishAsWorkflow({ settings, registry, client, useToken, output }: Context, artifact: ArtifactName): Promise<void> {
  if (settings.token !== undefined) return;
  const idToken = settings.idToken ?? (settings.idTokenRequest && (await fetchIdToken(settings.idTokenRequest, registry)));
  if (!idToken) return;
  const { exchangeIdToken } = await client.mutate(ExchangeIdTokenDocument, { input: { idToken, artifact } });
  if (!exchangeIdToken) throw refuse('UNAUTHENTICATED', `The registry gave this build no token for ${artifact}.`, []);
  useToken(exchangeIdToken.token);
  output.note(`publishing ${artifact} as a trusted workflow, without a key`);
}

/** GitHub Docs, "OpenID Connect reference": the audience is the registry, so that the token is worth nothing elsewhere. */
async function fetchIdToken({ url, token }: { readonly url: string; readonly token: string }, audience: string): Promise<string> {
  const address = new URL(url);
  address.searchParams.set('audience', audience);
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` }, redirect: 'error', signal: AbortSignal.timeout(patienceMs) }).catch(
    () => null,
  );
  const body = response?.ok ? ((await response.json().catch(() => null)) as { value?: unknown } | null) : null;
  if (typeof body?.value === 'string') return body.value;
  throw refuse('UPSTREAM_UNAVAILABLE', 'The build could not get its identity token.', ['Run it again', 'Or set GATI_TOKEN to an API key']);
}

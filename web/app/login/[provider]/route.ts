import { providerOf, providerPath } from '#web/features/sign-in-elsewhere/rules.ts';
import { keepSecret, leadTo } from '#web/features/sign-in-elsewhere/secret.ts';
import { isSameOrigin } from '#web/server/request.ts';
import { ownPath, withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';

/** Begins a sign-in with an account elsewhere; `for=link` links it instead, and only a page of our own may ask for that: who links somebody else's account lets them in. */
export async function GET(request: Request, { params }: { params: Promise<{ provider: string }> }): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const returnTo = ownPath(searchParams.get('return_to'));
  const provider = providerOf((await params).provider);
  if (!provider) return new Response(null, { status: 404 });
  const isLink = searchParams.get('for') === 'link';
  if (isLink && (!isSameOrigin(request.headers, settings().publicUrl) || !(await readSession()))) return leadTo(withReturn('/login', '/account/security'));
  const query = new URLSearchParams({ return_to: returnTo, code_challenge: await keepSecret(isLink ? 'link' : 'sign-in'), code_challenge_method: 'S256' });
  return leadTo(`/auth/${providerPath(provider)}/start?${query}`);
}

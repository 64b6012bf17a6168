import { ExchangeSignInCode, LinkIdentity } from '#web/features/sign-in-elsewhere/queries.ts';
import { wordFor } from '#web/features/sign-in-elsewhere/rules.ts';
import { leadTo, takeSecret } from '#web/features/sign-in-elsewhere/secret.ts';
import { ownPath } from '#web/server/return-to.ts';
import { sessionGranted } from '#web/server/session.ts';
import { signInWith } from '#web/server/sign-in.ts';
import { ask, askAsNobody } from '#web/server/viewer.ts';

/** Ends a sign-in with an account elsewhere: redeems the one-use code with the secret of the browser at hand. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const returnTo = ownPath(searchParams.get('return_to'));
  const failed = (page: string, error: string) => leadTo(`${page}?${new URLSearchParams({ error, return_to: returnTo })}`);
  const kept = await takeSecret();
  const code = searchParams.get('code');
  if (!kept || code === null) return failed('/login', 'expired');
  const input = { code, codeVerifier: kept.codeVerifier };

  if (kept.purpose === 'link') {
    const { data, failures } = await ask(LinkIdentity, { input });
    return data?.linkIdentity ? leadTo('/account/security') : failed('/account/security', wordFor(failures[0]?.code, true));
  }
  let refused: string | null = 'unavailable';
  await signInWith(async () => {
    const { data, failures } = await askAsNobody(ExchangeSignInCode, { input });
    refused = data?.exchangeSignInCode ? null : wordFor(failures[0]?.code, false);
    return data?.exchangeSignInCode ? sessionGranted(data.exchangeSignInCode.session) : null;
  });
  return refused === null ? leadTo(returnTo) : failed('/login', refused);
}

import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { settings } from '#web/server/settings.ts';

/** What a browser began: to sign in, or to link another account to the one that is signed in. */
export type Purpose = 'sign-in' | 'link';

const lifetimeSeconds = 10 * 60;
const path = '/login/complete';
const pattern = /^(sign-in|link)\.([A-Za-z0-9_-]{43})$/;
const nameOf = () => 'gati-sign-in-secret';

/** Gives the browser a secret that only its sign-in's end asks for. @returns its SHA-256, for the beginning (RFC 7636) */
export async function keepSecret(purpose: Purpose): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const secure = settings().publicUrl.protocol === 'https:';
  (await cookies()).set(nameOf(), `${purpose}.${secret}`, { httpOnly: true, sameSite: 'lax', path, secure, maxAge: lifetimeSeconds });
  return createHash('sha256').update(secret).digest('base64url');
}

/** Takes the secret from the browser at hand; null when it has none. */
export async function takeSecret(): Promise<{ readonly purpose: Purpose; readonly codeVerifier: string } | null> {
  const jar = await cookies();
  const [, purpose, codeVerifier] = pattern.exec(jar.get(nameOf())?.value ?? '') ?? [];
  if (!purpose || !codeVerifier) return null;
  jar.set(nameOf(), '', { path, maxAge: 0 });
  return { purpose: purpose as Purpose, codeVerifier };
}

/** An answer that leads elsewhere, which nobody keeps and whose address, with what it holds, nobody is told. */
export const leadTo = (address: string): Response =>
  new Response(null, { status: 303, headers: { location: address, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });

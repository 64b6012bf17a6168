import { emailKeyOf } from './account-input.ts';

/** What a handle or an e-mail address can be made of; the database is not asked for anything else. */
const pattern = /^[\x21-\x7e]{1,254}$/;

/** What was typed as «handle or e-mail», in any case and with or without the @ of a handle; null when no account can have it. */
export function readSignInName(text: string): { readonly handle: string } | { readonly emailKey: string } | null {
  const name = text.trim();
  if (!pattern.test(name)) return null;
  if (name.indexOf('@') > 0) return { emailKey: emailKeyOf(name) };
  return { handle: name.toLowerCase().replace(/^@/, '') };
}

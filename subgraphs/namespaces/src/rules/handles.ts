import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';

/** Two handles with the same key cannot both be given: readers do not see hyphens. (Case and Unicode cannot differ: a handle has lower-case ASCII only.) */
export const handleKeyOf = (handle: Handle): string => handle.replaceAll('-', '');

/** Names by which people would take an account for the registry itself or its staff, and names of places on its pages. Written as handle keys. */
const reserved = new Set(
  `about abuse account accounts admin administrator anonymous api app assets auth badges billing blog cdn checkout compliance contact copyright
  dashboard default dmca docs downloads everyone errors explore ftp graphql health help helpdesk hostmaster imap info internal legal login logout
  mail mailer market marketplace media metrics moderator namespace namespaces newsletter nobody noreply notifications null official openapi
  organization organizations orgs owner payments pop postmaster press pricing privacy public register registry root search security
  settings signin signout signup smtp staff static status store superuser support sysadmin system team terms trust undefined unknown users
  verified verify webhook webhooks webmaster wellknown www`.split(/\s+/),
);

/** Digits and letters that are taken for others at a glance. */
const lookalikes: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', l: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' };
const skeletonOf = (key: string): string => key.replaceAll(/[01l3457]/g, (character) => lookalikes[character] ?? character);

/** The registry's own name, alone or with a word that makes it an office of it. */
const ownNames = new Set(
  ['', 'admin', 'cli', 'dev', 'help', 'hq', 'inc', 'io', 'js', 'official', 'registry', 'security', 'staff', 'support', 'team'].map((office) =>
    skeletonOf(`gati${office}`),
  ),
);

/** Why nobody may have this handle; null when anybody may. */
export function reasonAgainstHandle(handle: Handle): string | null {
  const key = handleKeyOf(handle);
  if (reserved.has(key)) return 'it is kept for the registry';
  if (ownNames.has(skeletonOf(key))) return "it reads like the registry's own name";
  return null;
}

/** @throws HANDLE_RESERVED */
export function assertHandleFree(handle: Handle): void {
  const reason = reasonAgainstHandle(handle);
  if (reason) throw new RegistryError('HANDLE_RESERVED', { handle, reason });
}

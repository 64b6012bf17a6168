import type { SafeFetch } from '@gati/safe-fetch';
import { z } from 'zod';
import { githubEndpoints } from '../providers/github-provider.ts';
import type { Tables } from '../repository.ts';
import { linkedIdentities, members } from '../repository.ts';
import type { Finding } from '../rules/verification-state.ts';
import type { VerificationTarget } from '../rules/verification.ts';
import { hasLine, hasWord, missed, readPage, seen } from './asking.ts';

interface Proof extends VerificationTarget {
  readonly namespaceId: string;
  readonly value: string;
  readonly subjectId: string | null;
}
const filesOrigin = 'https://raw.githubusercontent.com';
const apiHeaders = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
const profile = z.object({ id: z.number().int().positive(), login: z.string(), bio: z.string().nullish(), description: z.string().nullish() });

/**
 * Looks for a proof of a user or an organization on GitHub: in the description of the profile, in a file of its repository `.github`, or in the sign-in of somebody who
 * administers the namespace here. Whatever the way, the account is the one it was the first time: names there are given to others.
 */
export async function lookAtGithub(outside: SafeFetch, tables: Tables, { subject, method, value, namespaceId, subjectId }: Proof): Promise<Finding> {
  const page = await readPage(outside, `${githubEndpoints.api}/users/${subject}`, { headers: apiHeaders });
  if ('failure' in page) return missed(page.failure);
  const parsed = profile.safeParse(parseJson(page.body));
  if (!parsed.success || parsed.data.login.toLowerCase() !== subject) return missed(`GitHub tells of no user or organization ${subject}.`);
  const { id, bio, description } = parsed.data;
  if (subjectId !== null && subjectId !== `${id}`) return missed(`The name ${subject} belongs to another account on GitHub than the one that was proved.`);
  const found = seen(`${id}`);

  if (method === 'linked_identity') return (await isLinkedToAdministrator(tables, namespaceId, `${id}`)) ? found : missed(notLinked(subject));
  if (method === 'profile_text')
    return hasWord(`${bio ?? ''}\n${description ?? ''}`, value) ? found : missed(`The value is not in the description of ${subject}'s profile on GitHub.`);
  const file = await readPage(outside, `${filesOrigin}/${subject}/.github/HEAD/gati-verification.txt`);
  if ('failure' in file) return missed(file.failure);
  return hasLine(file.body, value) ? found : missed(`The file gati-verification.txt in ${subject}/.github is there, but no line of it is the value.`);
}

const notLinked = (subject: string): string =>
  `Nobody who administers the namespace signs in here with the GitHub account ${subject}: link it on the page of your account.`;

/** Only what GitHub itself said counts: where another issuer stands in its place, its names are not GitHub's. */
async function isLinkedToAdministrator(tables: Tables, namespaceId: string, id: string): Promise<boolean> {
  const linked = await linkedIdentities(tables).find(githubEndpoints.issuer, id);
  const member = linked && (await members(tables).find(namespaceId, linked.accountId));
  return member?.role === 'owner' || member?.role === 'admin';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import type { SafeFetch } from '@gati/safe-fetch';
import type { Finding } from '../rules/verification-state.ts';
import { hasLine, missed, readPage, seen } from './asking.ts';

interface Challenge {
  readonly location: string;
  readonly value: string;
}

/** Looks for the TXT record: one of them is the value and nothing else. */
export async function lookInDns(outside: SafeFetch, { location, value }: Challenge): Promise<Finding> {
  const texts = await outside.texts(location).catch(() => null);
  if (!texts) return missed(`The name servers of ${location} did not answer.`);
  if (texts.some((text) => text.trim() === value)) return seen();
  return missed(texts.length === 0 ? `There is no TXT record ${location} yet.` : `None of the ${texts.length} TXT records of ${location} is the value.`);
}

/** Looks for the file: one of its lines is the value. Redirects lead where the domain's owner says. */
export async function lookInFile(outside: SafeFetch, { location, value }: Challenge): Promise<Finding> {
  const page = await readPage(outside, location, { headers: { accept: 'text/plain' } });
  if ('failure' in page) return missed(page.failure);
  return hasLine(page.body, value) ? seen() : missed(`The file ${location} is there, but no line of it is the value.`);
}

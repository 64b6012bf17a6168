import type { OutsideRequest, SafeFetch } from '@gati/safe-fetch';
import type { Finding } from '../rules/verification-state.ts';

/** What was got from a page, or why there is nothing to look at. */
export type Page = { readonly body: string; readonly contentType: string } | { readonly failure: string };

/** One word for every way in which nothing comes: who names an address does not learn from us what only we can see. */
const unreachable = (where: string): string =>
  `${where} could not be read: it must answer within ten seconds, over HTTPS, at an address on the public internet.`;

/** Reads a public page. Everything but a plain answer is a failure, today's overload no less than a page that is not there. */
export async function readPage(outside: SafeFetch, url: string, request: OutsideRequest = {}): Promise<Page> {
  const where = new URL(url).host;
  const answer = await outside.fetch(url, request).catch(() => null);
  if (!answer) return { failure: unreachable(where) };
  if (answer.status === 404 || answer.status === 410) return { failure: `${where} has no such page (${answer.status}).` };
  if (answer.status !== 200) return { failure: `${where} answered ${answer.status} instead of 200.` };
  return { body: answer.body.toString('utf8'), contentType: answer.headers['content-type'] ?? '' };
}

export const missed = (failure: string): Finding => ({ isFound: false, failure });
export const seen = (subjectId: string | null = null): Finding => ({ isFound: true, subjectId });

/** Whether the value stands on a line of its own. */
export const hasLine = (text: string, value: string): boolean => text.split(/\r?\n/).some((line) => line.trim() === value);

/** Whether the value stands somewhere as a word, and not as the beginning of another. */
export const hasWord = (text: string, value: string): boolean => text.split(/[\s,;|]+/).includes(value);

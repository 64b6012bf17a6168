import type { SafeFetch } from '@gati/safe-fetch';
import { Parser } from 'htmlparser2';
import { z } from 'zod';
import type { Finding } from '../rules/verification-state.ts';
import { missed, readPage, seen } from './asking.ts';

const bodyBytesMax = 512 * 1024;
/** What Mastodon and its like answer to those who ask for no page: the fields of a profile, each a piece of HTML (ActivityPub, FEP-fb2a). */
const actor = z.object({
  attachment: z
    .array(z.object({ value: z.string().max(10_000) }).partial())
    .max(100)
    .optional(),
});

/**
 * Looks for a link back to the namespace that says with rel="me" that both are the same: whoever writes a comment on a page cannot say so, and a page that merely mentions us does not.
 * @see https://microformats.org/wiki/rel-me
 */
export async function lookForLinkBack(outside: SafeFetch, { location, value }: { readonly location: string; readonly value: string }): Promise<Finding> {
  const page = await readPage(outside, location, { bodyBytesMax, headers: { accept: 'application/activity+json, text/html;q=0.9' } });
  if ('failure' in page) return missed(page.failure);
  const html = /\bjson\b/.test(page.contentType) ? fieldsOf(page.body) : page.body;
  return linksOfSelf(html).some((link) => isSame(link, value))
    ? seen()
    : missed(`The page ${location} is there, but no link with rel="me" on it leads to ${value}.`);
}

function fieldsOf(body: string): string {
  try {
    return (actor.parse(JSON.parse(body)).attachment ?? []).map(({ value }) => value ?? '').join('\n');
  } catch {
    return '';
  }
}

/** Where the links lead that are marked as the page owner's own. Text in comments, scripts and attributes is none. */
export function linksOfSelf(html: string): readonly string[] {
  const links: string[] = [];
  const parser = new Parser({
    onopentag: (name, { rel, href }) => {
      if ((name === 'a' || name === 'link') && href !== undefined && rel?.toLowerCase().split(/\s+/).includes('me')) links.push(href);
    },
  });
  parser.end(html);
  return links;
}

const isSame = (link: string, value: string): boolean => URL.parse(link)?.href.replace(/\/$/, '') === new URL(value).href.replace(/\/$/, '');

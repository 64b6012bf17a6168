import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

/** Longer texts are shown as they are: rendering takes time in proportion, and nobody reads so far. */
const renderedLengthMax = 256 * 1024;
/** Marks at the beginning of a line that nest (quotes, lists): deeper nesting is only ever an attack on the parser. */
const nestingMax = 40;
/** The parser's time grows with the square of the punctuation in a paragraph: 160,000 underscores took it a minute, 2.4 ns for each pair. This much is half a second. */
const effortMax = 2e8;

/** The web address schemes that a link may have; a relative one has no page to be relative to. */
const linkSchemes = ['http', 'https', 'mailto'];
/** Who wrote the link is not us: search engines and the page it leads to should know. */
const linkRelation = 'nofollow ugc noopener noreferrer';
/** Ids of headings get this before them, so that no README can take the name of something in our own pages. */
const idPrefix = 'readme-';

const markdown = new Marked({ gfm: true, breaks: false, async: false });

/**
 * A README as HTML that is safe to embed in our pages, whatever its author wrote: no script, style, form, frame or event handler; nothing is loaded from anywhere,
 * because images become links; headings are one level lower, because the page has its own first one; links lead to http, https or mail and say that they are not ours.
 * Never throws: what cannot be rendered is shown as plain text.
 */
export function renderReadme(text: string): string {
  if (text.length > renderedLengthMax || nestsTooDeep(text) || effortFor(text) > effortMax) return plain(text);
  try {
    return sanitizeHtml(markdown.parse(text, { async: false }), rules);
  } catch {
    return plain(text);
  }
}

/** The words of a rendered README, for search. */
export function textOfReadme(html: string, lengthMax: number): string {
  return sanitizeHtml(html.replaceAll('<', ' <').slice(0, 4 * lengthMax), { allowedTags: [], allowedAttributes: {} })
    .replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" })[name]!)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, lengthMax);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const plain = (text: string): string => `<pre>${text.replace(/[&<>]/g, (character) => escapes[character]!)}</pre>`;

function nestsTooDeep(text: string): boolean {
  for (const [marks] of text.matchAll(/^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){8,}/gm)) if (marks.replace(/[ \t\d.]/g, '').length > nestingMax) return true;
  return /^[ \t]{200,}/m.test(text) || /[[(*_~`<]{200,}/.test(text);
}

const effortFor = (text: string): number =>
  text.split(/\n[ \t]*\n/).reduce((sum, paragraph) => sum + (paragraph.match(/[^\p{L}\p{N}\s]/gu)?.length ?? 0) ** 2, 0);

const rules: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'hr',
      'br',
      'blockquote',
      'pre',
      'code',
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ],
    ...['a', 'strong', 'em', 'b', 'i', 's', 'del', 'ins', 'sub', 'sup', 'kbd', 'samp', 'var', 'abbr', 'q', 'details', 'summary'],
  ],
  allowedAttributes: {
    a: ['href', 'rel', 'title'],
    abbr: ['title'],
    code: ['class'],
    th: ['align'],
    td: ['align'],
    ol: ['start'],
    details: ['open'],
    ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((heading) => [heading, ['id']])),
  },
  allowedClasses: { code: [/^language-[a-z0-9+#-]{1,30}$/i] },
  allowedSchemes: linkSchemes,
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'iframe', 'object', 'template', 'title', 'svg', 'math'],
  nestingLimit: 60,
  transformTags: {
    ...Object.fromEntries(
      [1, 2, 3, 4, 5].map((level) => [
        `h${level}`,
        (_: string, attribs: sanitizeHtml.Attributes) => ({ tagName: `h${level + 1}`, attribs: withOwnId(attribs) }),
      ]),
    ),
    h6: (_, attribs) => ({ tagName: 'h6', attribs: withOwnId(attribs) }),
    a: (_, { href, title }) => ({ tagName: 'a', attribs: link(href, title) }),
    img: (_, { src, alt }) => {
      const text = alt?.trim() ?? '';
      return isAddress(src) ? { tagName: 'a', attribs: link(src), text: text || 'image' } : { tagName: 'a', attribs: {}, text };
    },
  },
};

const isAddress = (address: string | undefined): address is string => {
  try {
    return address !== undefined && linkSchemes.includes(new URL(address).protocol.slice(0, -1));
  } catch {
    return false;
  }
};

function link(href: string | undefined, title?: string): sanitizeHtml.Attributes {
  const told: sanitizeHtml.Attributes = title ? { title } : {};
  if (href?.startsWith('#')) return { ...told, href: `#${idPrefix}${href.slice(1)}` };
  return isAddress(href) ? { ...told, href, rel: linkRelation } : told;
}

const withOwnId = ({ id }: sanitizeHtml.Attributes): sanitizeHtml.Attributes => (id && /^[\w-]{1,100}$/.test(id) ? { id: `${idPrefix}${id}` } : {});

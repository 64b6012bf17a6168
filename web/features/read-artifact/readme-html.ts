import sanitize from 'sanitize-html';

/** Headings of a README begin below those of the page it stands on: its highest becomes an h3. */
const highestHeading = 3;

/** Makes the registry's README HTML fit for a page of ours. The registry has sanitised it; this page trusts nobody's HTML and does it again: no scripts, styles, forms, frames or remote images (they become links), ids in a name space of their own, headings below the page's.
 *  @returns HTML in which only the elements below occur */
export function readmeHtml(html: string): string {
  const levels = [...html.matchAll(/<h([1-6])[\s>]/gi)].map((match) => Number(match[1]));
  const shift = levels.length > 0 ? highestHeading - Math.min(...levels) : 0;
  const clean = sanitize(html, {
    allowedTags: [
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'a',
      'em',
      'strong',
      'del',
      's',
      'code',
      'pre',
      'blockquote',
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
      'hr',
      'br',
      'kbd',
      'sub',
      'sup',
      'details',
      'summary',
    ],
    allowedAttributes: { a: ['href', 'rel', 'id'], '*': ['id'], ol: ['start'], th: ['scope'], pre: ['tabindex'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: {
      h1: lowered(1, shift),
      h2: lowered(2, shift),
      h3: lowered(3, shift),
      h4: lowered(4, shift),
      h5: lowered(5, shift),
      h6: lowered(6, shift),
      a: (_, attributes) => ({
        tagName: 'a',
        attribs: withOwnId({
          ...attributes,
          ...(attributes['href']?.startsWith('#') ? { href: `#readme-${attributes['href'].slice(1)}` } : { rel: 'nofollow noopener ugc' }),
        }),
      }),
      img: (_, { src, alt }) =>
        src
          ? { tagName: 'a', attribs: { href: src, rel: 'nofollow noopener ugc' }, text: `Image: ${alt || 'without description'}` }
          : { tagName: 'br', attribs: {} },
      pre: () => ({ tagName: 'pre', attribs: { tabindex: '0' } }),
      '*': (tagName, attributes) => ({ tagName, attribs: withOwnId(attributes) }),
    },
  });
  // A wide table scrolls by itself, by keyboard too; the sanitiser leaves table tags without attributes.
  return clean.replaceAll('<table>', '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>').replaceAll('</table>', '</table></div>');
}

const lowered = (level: number, shift: number) => (_: string, attributes: sanitize.Attributes) => ({
  tagName: `h${Math.min(6, Math.max(highestHeading, level + shift))}`,
  attribs: withOwnId(attributes),
});

/** Ids from outside must not take the place of ours. */
function withOwnId(attributes: sanitize.Attributes): sanitize.Attributes {
  const { id, ...others } = attributes;
  return id ? { ...others, id: id.startsWith('readme-') ? id : `readme-${id}` } : others;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderReadme, textOfReadme } from './render-readme.ts';

const one = (markdown: string) => renderReadme(markdown).trim();

describe('a README', () => {
  test.each([
    ['headings one level lower, the last one as it is', '# A\n\n###### B', '<h2>A</h2>\n<h6>B</h6>'],
    ['links with what they are', '[a](https://a.example)', '<p><a href="https://a.example" rel="nofollow ugc noopener noreferrer">a</a></p>'],
    ['links within itself under names of its own', '[a](#use)\n\n<h2 id="use">Use</h2>', '<p><a href="#readme-use">a</a></p>\n<h3 id="readme-use">Use</h3>'],
    ['images as links', '![Logo](https://a.example/x.png)', '<p><a href="https://a.example/x.png" rel="nofollow ugc noopener noreferrer">Logo</a></p>'],
    ['images without a name too', '<img src="https://a.example/x.png">', '<a href="https://a.example/x.png" rel="nofollow ugc noopener noreferrer">image</a>'],
    ['images of its own folder as their names', '![Logo](logo.png)', '<p><a>Logo</a></p>'],
    ['code with its language and nothing else', '```js\na < b\n```', '<pre><code class="language-js">a &lt; b\n</code></pre>'],
    [
      'tables',
      '|a|\n|:-:|\n|1|',
      '<table>\n<thead>\n<tr>\n<th align="center">a</th>\n</tr>\n</thead>\n<tbody><tr>\n<td align="center">1</td>\n</tr>\n</tbody></table>',
    ],
  ])('shows %s', (_, markdown, html) => {
    expect(one(markdown)).toBe(html);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<iframe src="https://evil.example"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '[x](//evil.example)',
    '<a href="https://a.example" target="_blank" onclick="x()" style="color:red" ping="https://evil.example">x</a>',
    '<form action="https://evil.example"><input name="password"><button>ok</button></form>',
    '<style>body{display:none}</style>',
    '<p style="position:fixed;inset:0" class="overlay" id="root">x</p>',
    '<h1 id="__proto__ x">x</h1>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example">',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<video src="https://evil.example/x"><source src=x></video>',
    '<object data="x"></object><embed src="x">',
    '<details ontoggle=alert(1) open>x</details>',
    '<a href="https://a.example" rel="opener">x</a>',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '<!--><img src=x onerror=alert(1)>-->',
    '`<script>`',
  ])('cannot act: %s', (markdown) => {
    const html = renderReadme(markdown);
    expect(html).not.toMatch(
      /<(?!\/?(?:h[2-6]|p|hr|br|blockquote|pre|code|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|a|strong|em|b|i|s|del|ins|sub|sup|kbd|samp|var|abbr|q|details|summary)\b)/i,
    );
    for (const [, attributes] of html.matchAll(/<\w+([^>]*)>/g))
      expect(attributes).not.toMatch(/\s(?:on\w+|style|src|srcset|action|target|ping|formaction)\s*=/i);
    for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(?:https?:|mailto:|#readme-)/);
    for (const [, rest] of html.matchAll(/<a href="(?:https?|mailto)[^"]*"([^>]*)>/g)) expect(rest).toContain('rel="nofollow ugc noopener noreferrer"');
    for (const [, id] of html.matchAll(/\sid="([^"]*)"/g)) expect(id).toMatch(/^readme-[\w-]+$/);
  });

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['exclamation marks', '!'.repeat(256_000)],
    ['underscores', '_a_b'.repeat(64_000)],
    ['quotes in quotes', '> '.repeat(100_000)],
    [
      'lists in lists',
      Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(2 * level)}- a`)
        .join('\n')
        .slice(0, 256_000),
    ],
    ['tags', '<div>'.repeat(50_000)],
    ['links', '[a]('.repeat(60_000)],
    ['backticks', Array.from({ length: 700 }, (_, length) => '`'.repeat(length)).join(' ')],
    ['a megabyte', 'word '.repeat(200_000)],
  ])('made of %s is shown in time', (_, markdown) => {
    const startedAt = performance.now();
    expect(renderReadme(markdown).length).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('of any text is safe HTML', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '/',
      '=',
      ' ',
      '\n',
      'script',
      'img',
      'a',
      'svg',
      'style',
      'onerror',
      'href',
      'javascript:',
      'src',
      '!--',
      '-->',
      '[',
      ']',
      '(',
      ')',
      '`',
      '#',
      '*',
      '_',
      '|',
      '\t',
      '\0',
      '&#x6a;',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const html = renderReadme(parts.join(''));
        expect(html).not.toMatch(/<(?:script|img|svg|style|iframe|object|form)\b/i);
        for (const [, attributes] of html.matchAll(/<\w+([^>]*)>/g)) expect(attributes).not.toMatch(/\son\w+\s*=|javascript:/i);
      }),
      { numRuns: 500 },
    );
  });

  test('is plain text for search', () => {
    expect(textOfReadme(renderReadme('# Auth\n\nSigns *people* in & out: `a < b`\n\n<script>no</script>'), 100)).toBe('Auth Signs people in & out: a < b');
    expect(textOfReadme('<p>abcdef</p>', 3)).toBe('abc');
  });
});

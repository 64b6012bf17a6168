import { describe, expect, it } from 'vitest';
import { readmeHtml } from '#web/features/read-artifact/readme-html.ts';

describe('a README', () => {
  it('loses everything that could act or call home', () => {
    const hostile =
      '<script>x</script><p onclick="x" style="position:fixed" class="masthead">text</p><iframe src="https://e.example"></iframe><form action="/account"><input name="q"></form><style>*{}</style><svg onload="x"></svg><a href="javascript:x">js</a><a href="//e.example">other</a><object data="x"></object>';
    const html = readmeHtml(hostile);
    expect(html).toContain('<p>text</p>');
    expect(html).not.toMatch(/script|onclick|style|class|iframe|form|input|svg|onload|javascript|\/\/e\.example|object/);
  });

  it('shows images as links, because nothing is loaded from elsewhere', () => {
    expect(readmeHtml('<img src="https://e.example/a.png" alt="a plan">')).toBe(
      '<a href="https://e.example/a.png" rel="nofollow noopener ugc">Image: a plan</a>',
    );
    expect(readmeHtml('<img src="data:image/png;base64,AAAA" alt="x">')).not.toContain('data:');
  });

  it('puts its headings below those of the page, keeping their order', () => {
    expect(readmeHtml('<h1>A</h1><h2>B</h2><h5>C</h5>')).toBe('<h3>A</h3><h4>B</h4><h6>C</h6>');
    expect(readmeHtml('<h2>A</h2><h3>B</h3>')).toBe('<h3>A</h3><h4>B</h4>');
    expect(readmeHtml('<h4>A</h4>')).toBe('<h3>A</h3>');
  });

  it('keeps its ids and links within it in a name space of their own', () => {
    expect(readmeHtml('<h1 id="content">A</h1><a href="#content">to A</a>')).toBe('<h3 id="readme-content">A</h3><a href="#readme-content">to A</a>');
  });

  it('lets wide tables and code scroll by keyboard', () => {
    expect(readmeHtml('<table><tbody><tr><td>1</td></tr></tbody></table>')).toContain(
      '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>',
    );
    expect(readmeHtml('<pre><code>x</code></pre>')).toBe('<pre tabindex="0"><code>x</code></pre>');
  });

  it('is the same when it was made fit before', () => {
    const once = readmeHtml('<h1 id="a">A</h1><p>x <a href="https://e.example">y</a></p>');
    expect(readmeHtml(once)).toBe(once);
  });
});

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, startSite } from './site.ts';

/** What a first visit may weigh, in bytes after gzip; fonts are compressed already. From the design brief: React and the router alone are 135 kB. */
const budgets = { script: 142_000, jobScript: 150_000, style: 14_000, fonts: 52_000, html: 14_000 };

describe('first visit', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site?.stop());

  const sizeOf = async (path: string): Promise<number> => {
    const body = Buffer.from(await (await fetch(new URL(path, site.url))).arrayBuffer());
    return path.endsWith('.woff2') ? body.length : gzipSync(body, { level: 9 }).length;
  };
  const sum = async (paths: readonly string[]): Promise<number> => (await Promise.all(paths.map(sizeOf))).reduce((total, size) => total + size, 0);

  /** Everything the first HTML asks a modern browser to load at once. */
  const weigh = async (path: string) => {
    const response = await fetch(site.url + path);
    const html = await response.text();
    const all = (pattern: RegExp): readonly string[] => [...new Set([...html.matchAll(pattern)].map((match) => match[1] ?? ''))];
    const legacy = new Set([...html.matchAll(/<script[^>]*noModule[^>]*>/gi)].map(([tag]) => /src="([^"]+)"/.exec(tag)?.[1]));
    const scripts = all(/<script[^>]*src="([^"]+)"/g).filter((source) => !legacy.has(source));
    const styles = all(/<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g);
    const css = (await Promise.all(styles.map(async (style) => (await fetch(new URL(style, site.url))).text()))).join('');
    const fonts = [
      ...new Set([...css.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map((match) => new URL(match[1] ?? '', new URL(styles[0] ?? '', site.url)).pathname)),
    ];
    return { script: await sum(scripts), style: await sum(styles), fonts: await sum(fonts), html: gzipSync(html, { level: 6 }).length };
  };

  for (const path of [
    '/',
    '/search?q=auth',
    '/@acme/auth',
    '/@acme/auth/versions',
    '/@states/many/versions',
    '/search',
    '/@states/vulnerable/security',
    '/@acme',
    '/login',
  ]) {
    it(`${path} stays within the budget of public pages`, async () => {
      const weight = await weigh(path);
      console.log(path, weight);
      expect(weight.script).toBeLessThanOrEqual(budgets.script);
      expect(weight.style).toBeLessThanOrEqual(budgets.style);
      expect(weight.fonts).toBeLessThanOrEqual(budgets.fonts);
      expect(weight.html).toBeLessThanOrEqual(budgets.html);
    });
  }

  it('the live page stays within the budget of jobs', async () => {
    const weight = await weigh('/@ada/done/live?version=1.0.0');
    console.log('live', weight);
    expect(weight.script).toBeLessThanOrEqual(budgets.jobScript);
  });
});

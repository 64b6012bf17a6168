import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pages } from './browser/pages.ts';

/** The routes that are pages, as patterns of the paths they answer. */
const routes = readdirSync(new URL('../app', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('page.tsx') && !file.endsWith('artifact-page.tsx'))
  .map((file) => (dirname(file) === '.' ? '/' : `/${dirname(file)}`));

/** Fixed parts win over parameters, as in the router. */
const routeOf = (path: string): string | undefined => {
  const parts = new URL(path, 'http://own.invalid').pathname.split('/');
  const fits = routes.filter((route) => {
    const wanted = route.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('[') || part === parts[at]);
  });
  return fits.toSorted((one, other) => one.split('[').length - other.split('[').length)[0];
};

describe('routes', () => {
  test.each(routes)('%s is looked at in Chromium in some state, where every page must describe itself', (route) => {
    expect(pages.filter(({ path, status }) => routeOf(path) === route && (status ?? 200) === 200).map(({ name }) => name)).not.toEqual([]);
  });
});

import { parseGatiManifest } from '@gati/manifest';
import { expect, test } from 'vitest';
import { demoReleases } from './index.ts';

const releases = Object.entries(demoReleases).flatMap(([handle, ofNamespace]) => ofNamespace.map((release) => ({ handle, ...release })));

test.each(releases)('$manifest.name $manifest.version could be published by a stranger', ({ handle, manifest, files }) => {
  expect(parseGatiManifest(manifest)).toMatchObject({ ok: true });
  expect(manifest.name.startsWith(`@${handle}/`)).toBe(true);
  expect(Object.keys(files)).toContain('README.md');
});

test('the world has at least ten artifacts of four types, one quarantined, and each dependency is published before it is needed', () => {
  expect(new Set(releases.map(({ manifest }) => manifest.name)).size).toBeGreaterThanOrEqual(10);
  expect(new Set(releases.map(({ manifest }) => manifest['type'])).size).toBeGreaterThanOrEqual(4);
  expect(releases.filter(({ hasOldKey }) => hasOldKey)).toHaveLength(1);
  const published = new Set<string>();
  for (const { manifest } of releases) {
    for (const name of Object.keys((manifest['dependencies'] ?? {}) as object)) expect(published).toContain(name);
    published.add(manifest.name);
  }
});

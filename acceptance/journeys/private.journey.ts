import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { createOci } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

let registry: Registry;
let owner: Client & { handle: string; password: string };
let stranger: Client & { handle: string; password: string };
let anyone: Client;
let person: Person;
beforeAll(async () => {
  registry = await startRegistry();
  [owner, stranger] = [await signUp(registry.url, 'keeper'), await signUp(registry.url, 'stranger')];
  anyone = createClientFor(registry.url);
  person = await createPublisher(registry.url, owner);
  const folder = await person.folder('vault', moduleFiles('@keeper/vault', '1.0.0', { keywords: ['topsecretword'] }));
  const published = await person.gati(['publish', folder, '--private']);
  expect(published, published.stderr).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
});

/** An answer without what may differ: the request's id and the name that was asked for. */
const withoutNames = (value: unknown): string =>
  JSON.stringify(value, (key, inner) => (key === 'requestId' ? undefined : inner))
    .replaceAll('vault', 'X')
    .replaceAll('absent', 'X');

test('its owner finds it everywhere', async () => {
  expect((await owner.ask('Artifact', { name: '@keeper/vault' })).artifact).toMatchObject({ visibility: 'PRIVATE', version: { version: '1.0.0' } });
  await expect.poll(async () => (await owner.ask('Search', { query: { text: 'topsecretword' } })).search.totalCount, { timeout: 5_000 }).toBe(1);
});

test.each([
  ['Artifact', (name: string) => ({ name: `@keeper/${name}` })],
  ['Security', (name: string) => ({ name: `@keeper/${name}` })],
  ['VersionGraph', (name: string) => ({ name: `@keeper/${name}` })],
  ['Pricing', (name: string) => ({ name: `@keeper/${name}` })],
  ['Resolve', (name: string) => ({ refs: [`@keeper/${name}`] })],
  ['Suggest', (name: string) => ({ prefix: `@keeper/${name}` })],
  ['CompareVersions', (name: string) => ({ artifact: `@keeper/${name}`, from: '1.0.0', to: 'latest' })],
  ['YankVersion', (name: string) => ({ input: { artifact: `@keeper/${name}`, version: '1.0.0' } })],
  ['SetTag', (name: string) => ({ input: { artifact: `@keeper/${name}`, tag: 'next', version: '1.0.0' } })],
  ['UpdateArtifact', (name: string) => ({ input: { artifact: `@keeper/${name}`, visibility: 'PUBLIC' } })],
  ['UnpublishVersion', (name: string) => ({ input: { artifact: `@keeper/${name}`, version: '1.0.0' } })],
  ['StarArtifact', (name: string) => ({ input: { artifact: `@keeper/${name}` } })],
])('%s tells a stranger and a passer-by nothing that a missing one would not', async (operation, variables) => {
  for (const client of [stranger, anyone])
    expect(withoutNames(await client.run(operation, variables('vault')))).toBe(withoutNames(await client.run(operation, variables('absent'))));
});

test('neither search, its counts and facets, nor the namespace tell of it', async () => {
  for (const client of [stranger, anyone]) {
    const { search } = await client.ask('Search', { query: { namespaces: ['keeper'] } });
    expect(search).toMatchObject({ totalCount: 0, edges: [] });
    expect(search.facets.flatMap(({ buckets }: any) => buckets)).toEqual([]);
    expect((await client.ask('Search', { query: { text: 'topsecretword' } })).search.totalCount).toBe(0);
    expect((await client.ask('Namespace', { handle: 'keeper' })).namespace.artifacts).toMatchObject({ totalCount: 0, nodes: [] });
  }
});

test('a live stream of it ends as that of a missing one', async () => {
  const refusal = async (name: string) =>
    withoutNames(
      await stranger.follow('ScanProgress', { artifact: `@keeper/${name}`, version: '1.0.0' }).then(
        (events) => events,
        (error) => error.errors,
      ),
    );
  expect(await refusal('vault')).toBe(await refusal('absent'));
  expect(await refusal('vault')).toContain('NOT_FOUND');
});

test('the OCI door answers a stranger and a passer-by as for a missing repository', async () => {
  for (const credentials of [null, { username: 'stranger', password: stranger.password }]) {
    const answer = async (name: string) => {
      const response = await createOci(registry.url, `keeper/${name}`, credentials).send('/manifests/1.0.0');
      return withoutNames([response.status, await response.json()]);
    };
    expect(await answer('vault')).toBe(await answer('absent'));
    expect(await answer('vault')).toContain('404');
  }
});

test('it becomes visible when its owner says so, and hidden again at once', async () => {
  const update = (visibility: string) => owner.ask('UpdateArtifact', { input: { artifact: '@keeper/vault', visibility } });
  await update('PUBLIC');
  await expect.poll(async () => (await anyone.ask('Search', { query: { text: 'topsecretword' } })).search.totalCount, { timeout: 5_000 }).toBe(1);
  await update('PRIVATE');
  expect((await anyone.ask('Search', { query: { text: 'topsecretword' } })).search.totalCount).toBe(0);
  expect((await anyone.ask('Artifact', { name: '@keeper/vault' })).artifact).toBeNull();
});

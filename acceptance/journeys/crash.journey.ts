import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { createOci, sha256 } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

let registry: Registry;
let ada: Client & { handle: string; password: string };
let person: Person;
beforeAll(async () => {
  registry = await startRegistry();
  ada = await signUp(registry.url, 'ada');
  person = await createPublisher(registry.url, ada);
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
});

const statusOf = async (name: string) => (await ada.ask('Artifact', { name, ref: '1.0.0' })).artifact?.version?.status ?? null;

test('a registry that is killed while versions are published has each of them published or not, and goes on where it was', async () => {
  const names = Array.from({ length: 4 }, (_, index) => `@ada/crash-${index}`);
  const folders = await Promise.all(names.map((name) => person.folder(name.slice(5), moduleFiles(name, '1.0.0'))));
  const publishing = folders.map((folder) => person.gati(['publish', folder, '--no-wait']));
  await Promise.race([...publishing, wait(700)]);
  await registry.killAndRestart();
  await Promise.all(publishing);

  // What did not arrive is published again by the same command; what did arrive is found finished.
  for (const folder of folders) {
    const again = await person.gati(['publish', folder]);
    expect(again, again.stderr).toMatchObject({ code: 0 });
  }
  for (const name of names) {
    expect(await statusOf(name)).toBe('PUBLISHED');
    const { artifact } = await createClientFor(registry.url).ask('VersionGraph', { name });
    expect(artifact.timescape.nodes).toHaveLength(1);
    await expect
      .poll(
        async () =>
          (await createClientFor(registry.url).ask('Search', { query: { text: name } })).search.edges.some(({ node }: any) => node.artifact.name === name),
        { timeout: 5_000 },
      )
      .toBe(true);
  }
});

test('a worker that is killed loses no job: the version is scanned to its end, and a stream resumes above its last sequence', async () => {
  const folder = await person.folder('survivor', moduleFiles('@ada/survivor', '1.0.0'));
  const published = person.gati(['publish', folder, '--no-wait']);
  expect(await published).toMatchObject({ code: 0 });
  await registry.killWorker();

  const events = await createClientFor(registry.url, ada.token).follow('ScanProgress', { artifact: '@ada/survivor', version: '1.0.0' });
  const sequences = events.map(({ scanProgress }) => scanProgress.sequence as number);
  expect(events.at(-1).scanProgress).toMatchObject({ status: 'CLEAN', percent: 100 });
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  expect(new Set(sequences).size).toBe(sequences.length);
  const [resumed] = await createClientFor(registry.url, ada.token).follow('ScanProgress', {
    artifact: '@ada/survivor',
    version: '1.0.0',
    after: sequences.at(-1),
  });
  expect(resumed.scanProgress).toMatchObject({ sequence: sequences.at(-1), newFindings: [] });
});

test('an upload that was cut goes on at the byte where it stopped, also after the registry was killed', async () => {
  const oci = createOci(registry.url, 'ada/cut', { username: 'ada', password: ada.password });
  const bytes = Buffer.alloc(3_000_000, 'chunk of an upload ');
  const started = await oci.send('/blobs/uploads/', { method: 'POST' });
  const location = new URL(started.headers.get('location')!, registry.url).href;
  const first = await oci.send(location, {
    method: 'PATCH',
    body: bytes.subarray(0, 1_000_000),
    headers: { 'content-type': 'application/octet-stream', 'content-range': '0-999999' },
  });
  expect(first.status).toBe(202);
  await registry.killAndRestart();

  const state = await oci.send(location);
  expect([state.status, state.headers.get('range')]).toEqual([204, '0-999999']);
  const outOfOrder = await oci.send(location, {
    method: 'PATCH',
    body: bytes.subarray(2_000_000),
    headers: { 'content-type': 'application/octet-stream', 'content-range': '2000000-2999999' },
  });
  expect([outOfOrder.status, outOfOrder.headers.get('range')]).toEqual([416, '0-999999']);
  const digest = sha256(bytes);
  const separator = location.includes('?') ? '&' : '?';
  const finished = await oci.send(`${location}${separator}digest=${encodeURIComponent(digest)}`, {
    method: 'PUT',
    body: bytes.subarray(1_000_000),
    headers: { 'content-type': 'application/octet-stream', 'content-range': '1000000-2999999' },
  });
  expect(finished.status).toBe(201);
  const back = await oci.send(`/blobs/${digest}`);
  expect(sha256(Buffer.from(await back.arrayBuffer()))).toBe(digest);
});

test('a wrong digest stores nothing', async () => {
  const oci = createOci(registry.url, 'ada/wrong', { username: 'ada', password: ada.password });
  const claimed = sha256('what it should be');
  const started = await oci.send('/blobs/uploads/', { method: 'POST' });
  const location = new URL(started.headers.get('location')!, registry.url);
  location.searchParams.set('digest', claimed);
  const response = await oci.send(location.href, { method: 'PUT', body: 'something else', headers: { 'content-type': 'application/octet-stream' } });

  expect([response.status, ((await response.json()) as any).errors[0].code]).toEqual([400, 'DIGEST_INVALID']);
  expect(await oci.status(`/blobs/${claimed}`)).toBe(404);
});

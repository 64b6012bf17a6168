import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestRegistry, type TestRegistry } from '@gati/testkit/registry';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  ArtifactDocument,
  createRegistryClient,
  isRegistryRefusal,
  ScanProgressDocument,
  StarArtifactDocument,
  ViewerDocument,
  VersionStateDocument,
  type RegistryRefusal,
  type ScanProgressSubscription,
} from '../src/index.ts';
import { publishForTest } from './publish-for-test.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startTestRegistry();
});
afterAll(() => registry.stop());
beforeEach(() => registry.forgetRequests());

const refusalOf = async (work: Promise<unknown>): Promise<RegistryRefusal> => {
  const error: unknown = await work.then(() => new Error('it did not fail'), (caught: unknown) => caught); // prettier-ignore
  if (!isRegistryRefusal(error)) throw error;
  return error;
};
/** A server that answers as told, on a port of its own. */
async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(answer!);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('reads with types and answers null for what is not there', async () => {
  const client = createRegistryClient({ url: registry.url });
  expect(await client.query(ArtifactDocument, { name: '@nobody/nothing' })).toEqual({ artifact: null });
});

test('a refusal carries code, details, suggestions, page and request', async () => {
  const client = createRegistryClient({ url: registry.url });
  const refusal = await refusalOf(client.mutate(StarArtifactDocument, { input: { artifact: '@nobody/nothing' } }));
  expect(refusal).toMatchObject({
    code: 'NOT_FOUND',
    message: 'There is no @nobody/nothing.',
    details: { reference: '@nobody/nothing' },
    docsUrl: 'http://registry.test/errors/NOT_FOUND',
    requestId: 'request-1',
  });
  expect(refusal.suggestions[0]).toMatch(/Check the spelling/);
});

test('a code that this client does not know is INTERNAL and keeps its name', async () => {
  const url = await serve((_request, response) =>
    response.end(JSON.stringify({ errors: [{ message: 'new', extensions: { code: 'FROM_THE_FUTURE' } }, { message: 'second' }] })),
  );
  const refusal = await refusalOf(createRegistryClient({ url }).query(ViewerDocument, {}));
  expect(refusal).toMatchObject({ code: 'INTERNAL', reportedCode: 'FROM_THE_FUTURE', message: 'new' });
  expect(refusal.others.map(({ message }) => message)).toEqual(['second']);
});

test('a query survives a registry that is out of order for a moment; a mutation is never sent twice', async () => {
  const client = createRegistryClient({ url: registry.url });
  registry.faults.statuses.push(503, 502);
  expect(await client.query(ViewerDocument, {})).toEqual({ viewer: null });
  registry.forgetRequests();
  registry.faults.statuses.push(503);
  expect((await refusalOf(client.mutate(StarArtifactDocument, { input: { artifact: '@a/b' } }))).code).toBe('UPSTREAM_UNAVAILABLE');
  expect(registry.requests).toHaveLength(1);
});

test('an unreachable registry is named with the reason', async () => {
  const refusal = await refusalOf(createRegistryClient({ url: 'http://127.0.0.1:2', attempts: 1 }).query(ViewerDocument, {}));
  expect(refusal.code).toBe('UPSTREAM_UNAVAILABLE');
  expect(refusal.message).toMatch(/^http:\/\/127\.0\.0\.1:2 cannot be reached: /);
  expect(refusal.message).not.toContain('fetch failed');
});

test('a registry that never answers is given up after the time-out', async () => {
  const url = await serve(() => undefined);
  const startedAt = performance.now();
  const refusal = await refusalOf(createRegistryClient({ url, timeoutMs: 80, attempts: 1 }).query(ViewerDocument, {}));
  expect(refusal.message).toContain('it did not answer in time');
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('aborting throws the reason of the signal, also between two tries', async () => {
  const stop = new AbortController();
  registry.faults.statuses.push(503, 503, 503);
  const asked = createRegistryClient({ url: registry.url }).query(ViewerDocument, {}, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('enough')), 20);
  await expect(asked).rejects.toThrow('enough');
  registry.faults.statuses.length = 0;
});

test('a partial answer is thrown unless the caller takes it', async () => {
  const url = await serve((_request, response) =>
    response.end(JSON.stringify({ data: { viewer: null }, errors: [{ message: 'one part failed', extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] })),
  );
  const client = createRegistryClient({ url, attempts: 1 });
  expect((await refusalOf(client.query(ViewerDocument, {}))).message).toBe('one part failed');
  const seen: string[] = [];
  expect(await client.query(ViewerDocument, {}, { onPartial: ({ message }) => void seen.push(message) })).toEqual({ viewer: null });
  expect(seen).toEqual(['one part failed']);
});

test('a redirect is not followed: the token would go with it', async () => {
  const elsewhere = await serve((request, response) => response.end(JSON.stringify({ data: { viewer: { stolen: request.headers.authorization } } })));
  const url = await serve((_request, response) => response.writeHead(307, { location: elsewhere }).end());
  expect((await refusalOf(createRegistryClient({ url, token: 'secret', attempts: 1 }).query(ViewerDocument, {}))).code).toBe('UPSTREAM_UNAVAILABLE');
});

test('asks its source for another token when one is refused, once', async () => {
  const { accessToken } = registry.world.signUp('renewing');
  const asked: (string | undefined)[] = [];
  const client = createRegistryClient({ url: registry.url, token: (refused) => (asked.push(refused), refused === undefined ? 'stale' : accessToken) });
  expect((await client.query(ViewerDocument, {})).viewer?.account?.handle).toBe('renewing');
  expect(asked).toEqual([undefined, 'stale']);
  const stubborn = createRegistryClient({ url: registry.url, token: () => 'stale' });
  expect((await refusalOf(stubborn.query(ViewerDocument, {}))).code).toBe('UNAUTHENTICATED');
});

test('follows live events from the present state to the end', async () => {
  const { accessToken } = registry.world.signUp('live');
  await publishForTest(registry, 'live', { name: '@live/module', version: '1.0.0' });
  const client = createRegistryClient({ url: registry.url, token: accessToken });
  onTestFinished(() => client.close());
  const seen: number[] = [];
  for await (const { scanProgress } of client.subscribe(ScanProgressDocument, { artifact: '@live/module', version: '1.0.0' }))
    seen.push(scanProgress!.sequence);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  const { artifact } = await client.query(VersionStateDocument, { name: '@live/module', ref: '1.0.0' });
  expect(artifact?.version).toMatchObject({ status: 'PUBLISHED', scan: { status: 'CLEAN', score: 100 } });
});

test('goes on after a lost connection with what was not delivered yet: no state twice, no finding lost', async () => {
  const { accessToken } = registry.world.signUp('cut');
  const record = await publishForTest(registry, 'cut', { name: '@cut/module', version: '1.0.0' }, { isSigned: false });
  const client = createRegistryClient({ url: registry.url, token: accessToken });
  onTestFinished(() => client.close());
  const events = client.subscribe(ScanProgressDocument, { artifact: '@cut/module', version: '1.0.0' });
  const first = await events.next();
  expect(first.value?.scanProgress?.status).toBe('QUEUED');
  registry.faults.socketLife = 1;
  const tell = (event: { stage: 'SBOM' | 'SCORE'; status: 'RUNNING' | 'FINDINGS'; title: string }): void => {
    record.events.push({
      stage: event.stage,
      status: event.status,
      percent: 50,
      score: null,
      sequence: record.events.length + 1,
      newFindings: [{ kind: 'VULNERABILITY', severity: 'HIGH', title: event.title }],
    });
    registry.world.changes.emit('change');
  };
  tell({ stage: 'SBOM', status: 'RUNNING', title: 'one' });
  const second = await events.next();
  // The connection is gone now; what happens meanwhile is in the next event.
  tell({ stage: 'SCORE', status: 'RUNNING', title: 'two' });
  tell({ stage: 'SCORE', status: 'FINDINGS', title: 'three' });
  const rest: NonNullable<ScanProgressSubscription['scanProgress']>[] = [];
  for await (const { scanProgress } of events) rest.push(scanProgress!);
  const all = [second.value!.scanProgress!, ...rest];
  expect(all.map(({ sequence }) => sequence)).toEqual([...new Set(all.map(({ sequence }) => sequence))].sort((a, b) => a - b));
  expect(all.flatMap(({ newFindings }) => newFindings.map(({ title }) => title))).toEqual(['one', 'two', 'three']);
});

test('a stream of something hidden is refused as what does not exist', async () => {
  const client = createRegistryClient({ url: registry.url });
  onTestFinished(() => client.close());
  expect((await refusalOf(client.subscribe(ScanProgressDocument, { artifact: '@no/thing', version: '1.0.0' }).next())).code).toBe('NOT_FOUND');
});

test('a stream with a token that does not count is UNAUTHENTICATED, not retried for ever', async () => {
  const client = createRegistryClient({ url: registry.url, token: 'forged' });
  onTestFinished(() => client.close());
  expect((await refusalOf(client.subscribe(ScanProgressDocument, { artifact: '@no/thing', version: '1.0.0' }).next())).code).toBe('UNAUTHENTICATED');
});

test('a registry that is gone for good ends the stream after the reconnects', async () => {
  const client = createRegistryClient({ url: 'http://127.0.0.1:2', reconnects: 2 });
  onTestFinished(() => client.close());
  expect((await refusalOf(client.subscribe(ScanProgressDocument, { artifact: '@a/b', version: '1.0.0' }).next())).code).toBe('UPSTREAM_UNAVAILABLE');
});

test('leaving a stream and aborting it end at once', async () => {
  const { accessToken } = registry.world.signUp('leaver');
  await publishForTest(registry, 'leaver', { name: '@leaver/module', version: '1.0.0' }, { isSigned: false });
  const client = createRegistryClient({ url: registry.url, token: accessToken });
  onTestFinished(() => client.close());
  for await (const _event of client.subscribe(ScanProgressDocument, { artifact: '@leaver/module', version: '1.0.0' })) break;
  const stop = new AbortController();
  const events = client.subscribe(ScanProgressDocument, { artifact: '@leaver/module', version: '1.0.0' }, { signal: stop.signal });
  await events.next();
  const waiting = events.next();
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

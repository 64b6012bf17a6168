import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type Client } from '../src/client.ts';
import { createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { shape, startRegistry, type Registry } from '../src/registry.ts';
import { startTraceReceiver } from '../src/trace-receiver.ts';

let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
let registry: Registry;
let ada: Client & { handle: string; password: string };
let person: Person;
beforeAll(async () => {
  receiver = await startTraceReceiver();
  registry = await startRegistry({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
  ada = await signUp(registry.url, 'ada');
  person = await createPublisher(registry.url, ada);
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
  await receiver?.close();
});

const processOf = (name: string) => (shape === 'processes' ? `gati-${name}` : 'gati-all-in-one');

test('a push and the jobs it leads to are one trace, from the door to the end of the scan', async () => {
  const published = await person.gati(['publish', await person.folder('traced', moduleFiles('@ada/traced', '1.0.0'))]);
  expect(published, published.stderr).toMatchObject({ code: 0 });
  await expect
    .poll(
      () => {
        const scan = receiver.spans().find(({ name }) => name === 'job security.scan-version');
        return receiver.spans(scan?.traceId ?? 'none yet').map(({ process, name }) => `${process} ${name}`);
      },
      { timeout: 20_000 },
    )
    .toEqual(
      expect.arrayContaining([
        `${processOf('artifacts')} PUT /v2/*`,
        ...['security.admit-manifest', 'artifacts.index-artifact', 'security.scan-version'].map((job) => `${processOf('worker')} job ${job}`),
      ]),
    );
});

test('a GraphQL operation is part of the trace of who asks, in every process that answers it, and keeps its request id', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const response = await fetch(`${registry.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'x-request-id': 'asked-by-a-journey' },
    body: JSON.stringify({ query: '{ artifact(name: "@ada/traced") { version(ref: "1.0.0") { scan { score } } } nothing: searchArtifact }' }),
  });
  expect(response.headers.get('x-request-id')).toBe('asked-by-a-journey');
  const { errors } = (await response.json()) as { errors: { extensions: { requestId: string } }[] };
  expect(errors[0]?.extensions.requestId).toBe('asked-by-a-journey');

  await fetch(`${registry.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    body: JSON.stringify({ query: '{ artifact(name: "@ada/traced") { version(ref: "1.0.0") { scan { score } } } }' }),
  });
  const inside = shape === 'processes' ? ['gati-artifacts graphql artifacts', 'gati-security graphql security'] : [];
  await expect
    .poll(
      () =>
        receiver
          .spans(traceId)
          .map(({ process, name }) => `${process} ${name}`)
          .sort(),
      { timeout: 20_000 },
    )
    .toEqual([...inside, ...['gateway.operation', 'subgraph.artifacts', 'subgraph.security'].map((name) => `${processOf('gateway')} ${name}`)].sort());
});

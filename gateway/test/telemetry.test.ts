import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayMetrics } from '../src/index.ts';
import { openGateway, shapes } from './shop.ts';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
beforeAll(() => provider.register());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});

describe.each(shapes)('a traced operation, subgraphs %s', (shape) => {
  it('is one span with one below for each request to a subgraph, in the trace of who asks', async () => {
    const open = await openGateway({ shape });
    exporter.reset();
    const traceparents: unknown[] = [];
    for (const server of open.servers.values())
      server.app.server.on('request', ({ headers }: { headers: Record<string, unknown> }) => traceparents.push(headers['traceparent']));
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await open.ask('query Look { good(id: "g1") { ratings(first: 1) { by { name } } } }', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    const spans = exporter.getFinishedSpans();
    const operation = spans.find(({ name }) => name === 'gateway.operation')!;
    expect(operation).toMatchObject({ kind: SpanKind.SERVER, attributes: { 'graphql.operation.name': 'Look', 'graphql.operation.type': 'query' } });
    const below = spans.filter(({ name }) => name.startsWith('subgraph.'));
    expect(below.map(({ name }) => name).sort()).toEqual(['subgraph.goods', 'subgraph.persons', 'subgraph.ratings']);
    for (const span of below) expect(span.parentSpanContext?.spanId).toBe(operation.spanContext().spanId);
    for (const span of spans) expect(span.spanContext().traceId).toBe(traceId);
    expect(traceparents).toEqual(shape === 'over HTTP' ? below.map((span) => `00-${traceId}-${span.spanContext().spanId}-01`) : []);
    // In a process of its own a subgraph goes on with the trace, so that the jobs it queues belong to it.
    const inside = spans.filter(({ name }) => name.startsWith('graphql '));
    expect(inside.map(({ name }) => name).sort()).toEqual(shape === 'over HTTP' ? ['graphql goods', 'graphql persons', 'graphql ratings'] : []);
    for (const span of inside) expect(below.map((one) => one.spanContext().spanId)).toContain(span.parentSpanContext?.spanId);
    await open.close();
  });

  it('is counted with its outcome', async () => {
    const counted: string[] = [];
    const metrics: GatewayMetrics = {
      operationDone: ({ kind, outcome }) => void counted.push(`${kind} ${outcome}`),
      subgraphAnswered: ({ subgraph, outcome }) => void counted.push(`${subgraph} ${outcome}`),
      socketsOpen: () => undefined,
    };
    const open = await openGateway({ shape, gateway: { metrics } });
    await open.ask('{ whoami }');
    await open.ask('{ whoami boom }');
    await open.ask('{ nothing }');
    await open.ask('mutation { setPrice(id: "g1", price: 1) { id } }');
    expect(counted).toEqual(['goods ok', 'query ok', 'goods errors', 'query partial', 'query refused', 'goods ok', 'mutation ok']);
    await open.close();
  });
});

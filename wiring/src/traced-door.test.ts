import { traceHeaders } from '@gati/telemetry';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { traced } from './traced-door.ts';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
beforeAll(() => provider.register());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});

test.each([
  ['a body', JSON.stringify({ much: 'x'.repeat(200_000) })],
  ['none', undefined],
])('what a request with %s queues belongs to the trace of who asked', async (_, body) => {
  exporter.reset();
  const queued: Record<string, string>[] = [];
  const app = Fastify();
  onTestFinished(() => app.close());
  await app.register(
    traced(async (door) => {
      // As the OCI door does it: answered before the server looks at the body, which it reads itself.
      const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
        let sizeBytes = 0;
        for await (const piece of request.raw) sizeBytes += (piece as Buffer).length;
        queued.push(traceHeaders());
        return reply.send(`taken ${sizeBytes}`);
      };
      door.route({ url: '/v2/:name', method: 'PUT', onRequest, handler: (_, reply) => reply.code(500).send() });
    }),
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const response = await fetch(`${url}/v2/auth`, {
    method: 'PUT',
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body } : {}),
  });
  expect(await response.text()).toBe(`taken ${body?.length ?? 0}`);

  const [span] = await vi.waitFor(() => {
    const spans = exporter.getFinishedSpans();
    expect(spans).toHaveLength(1);
    return spans;
  }, 15_000);
  expect(span).toMatchObject({ name: 'PUT /v2/:name', kind: SpanKind.SERVER, parentSpanContext: { spanId: 'b7ad6b7169203331' } });
  expect(queued[0]?.['traceparent']).toBe(`00-${traceId}-${span!.spanContext().spanId}-01`);
});

import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

const tracer = () => trace.getTracer('gati');

/**
 * Sends traces to an OTLP endpoint; until it is called, spans cost next to nothing and go nowhere.
 * The SDK is loaded on demand: it weighs 15 MB that a registry without traces does not need.
 */
export async function startTracing({
  endpoint,
  process: name,
}: {
  readonly endpoint: string;
  readonly process: string;
}): Promise<{ stop: () => Promise<void> }> {
  const [{ NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `gati-${name}` }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }), { maxQueueSize: 2_048 })],
  });
  provider.register();
  return { stop: () => provider.shutdown() };
}

/** Runs work inside a span; an error marks it and goes on. */
export function withSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>, kind: SpanKind = SpanKind.INTERNAL): Promise<T> {
  return tracer().startActiveSpan(name, { attributes, kind }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      if (error instanceof Error) span.recordException(error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The present trace as W3C headers, to be sent or stored along. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** Runs work as a part of the trace that these headers name. */
export const continueTrace = <T>(headers: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T> =>
  context.with(propagation.extract(context.active(), headers), work);

/** Runs the work of answering a request in a span of its own, as a part of the trace that its headers name. */
export const withRequestSpan = <T>(name: string, headers: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T> =>
  continueTrace(headers, () => withSpan(name, {}, work, SpanKind.SERVER));

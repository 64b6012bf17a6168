import { context as traces, propagation, type SpanKind, SpanStatusCode, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { IncomingHttpHeaders } from 'node:http';

/** What the gateway counts; wiring gives what becomes of it. */
export interface GatewayMetrics {
  /** An operation was answered. `refused`: before any subgraph was called; `partial`: with data and errors. */
  operationDone(facts: {
    readonly kind: 'query' | 'mutation' | 'subscription';
    readonly outcome: 'ok' | 'partial' | 'failed' | 'refused';
    readonly seconds: number;
  }): void;
  subgraphAnswered(facts: { readonly subgraph: string; readonly outcome: 'ok' | 'errors' | 'unreachable'; readonly seconds: number }): void;
  /** Sockets and subscriptions that are open now. */
  socketsOpen(facts: { readonly sockets: number; readonly subscriptions: number }): void;
}
export const noMetrics: GatewayMetrics = { operationDone() {}, subgraphAnswered() {}, socketsOpen() {} };

export const gatewayTracer = (): Tracer => trace.getTracer('gati-gateway');

/** The trace a request belongs to, by its `traceparent`. */
export const traceOf = (headers: IncomingHttpHeaders): Context => propagation.extract(traces.active(), headers);

/** Runs work under a span of its own and tells the span how it went. */
export async function inSpan<T>(tracer: Tracer, name: string, parent: Context, kind: SpanKind, work: (within: Context, span: Span) => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name, { kind }, parent);
  try {
    return await work(trace.setSpan(parent, span), span);
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

import { SpanKind, type Tracer } from '@opentelemetry/api';
import { mapIterator } from '@gati/subgraph';
import type { GraphQLFormattedError } from 'graphql';
import type { Caller } from './caller.ts';
import type { ClientErrors } from './client-errors.ts';
import type { PreparedOperation } from './documents.ts';
import type { Fault, SubgraphAnswer } from './federation/execute-plan.ts';
import type { Entity } from './federation/merge.ts';
import type { ClientSocket, OperationKind, SubgraphSource } from './sources/source.ts';
import { inSpan, type GatewayMetrics } from './telemetry.ts';

/** An answer for a client: the errors are fit to be read by it. */
export interface ClientResult {
  readonly data?: Entity | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Executes prepared operations over the subgraphs. */
export interface Operations {
  execute(prepared: PreparedOperation, caller: Caller): Promise<ClientResult>;
  /** Follows a subscription; `nextCaller` gives each event a caller of its own, with an identity minted anew. */
  follow(prepared: PreparedOperation, nextCaller: () => Caller, client: ClientSocket): Promise<AsyncIterableIterator<ClientResult> | ClientResult>;
}

export interface OperationsOptions {
  readonly sources: ReadonlyMap<string, SubgraphSource>;
  readonly errors: ClientErrors;
  readonly metrics: GatewayMetrics;
  readonly tracer: Tracer;
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;

export function createOperations({ sources, errors, metrics, tracer }: OperationsOptions): Operations {
  function sourceOf(subgraph: string): SubgraphSource {
    const source = sources.get(subgraph);
    if (!source) throw new Error(`no source for the subgraph ${subgraph}`);
    return source;
  }

  /** A subgraph's answer, measured and traced. */
  const sendFor = (caller: Caller) => (subgraph: string, request: Parameters<SubgraphSource['send']>[0], kind: OperationKind) =>
    inSpan(tracer, `subgraph.${subgraph}`, caller.trace, SpanKind.CLIENT, async (within) => {
      const startedAt = performance.now();
      try {
        const answer = await sourceOf(subgraph).send(request, kind, { ...caller, trace: within });
        metrics.subgraphAnswered({ subgraph, outcome: answer.errors?.length ? 'errors' : 'ok', seconds: secondsSince(startedAt) });
        return answer;
      } catch (error) {
        metrics.subgraphAnswered({ subgraph, outcome: 'unreachable', seconds: secondsSince(startedAt) });
        throw error;
      }
    });

  const resultOf = (data: Entity | null, faults: readonly Fault[], requestId: string): ClientResult =>
    faults.length === 0 ? { data } : { data, errors: errors.faults(faults, requestId) };

  return {
    async execute(prepared, caller) {
      const { planned, given, coerced, kind } = prepared;
      if (planned.kind === 'subscription') throw new Error('a subscription is followed, not executed');
      const startedAt = performance.now();
      return inSpan(tracer, 'gateway.operation', caller.trace, SpanKind.SERVER, async (within, span) => {
        span.setAttributes({
          'graphql.operation.type': kind,
          ...(prepared.name ? { 'graphql.operation.name': prepared.name } : {}),
          'gati.cost': prepared.cost,
        });
        const { data, faults } = await planned.execute({ given, coerced, send: sendFor({ ...caller, trace: within }) });
        metrics.operationDone({ kind, outcome: faults.length === 0 ? 'ok' : data ? 'partial' : 'failed', seconds: secondsSince(startedAt) });
        return resultOf(data, faults, caller.requestId);
      });
    },

    async follow(prepared, nextCaller, client) {
      const { planned, given, coerced } = prepared;
      if (planned.kind !== 'subscription') throw new Error('only a subscription is followed');
      const { subgraph } = planned;
      const { requestId } = nextCaller();
      const unreachable = (cause: unknown): ClientResult => ({ errors: errors.faults([{ kind: 'upstream', subgraph, cause, place: undefined }], requestId) });
      const complete = async (event: SubgraphAnswer): Promise<ClientResult> => {
        const { data, faults } = await planned.complete(event, { given, coerced, send: sendFor(nextCaller()) });
        const result = resultOf(data, faults, requestId);
        // An event without data is the subgraph's refusal: there is nothing to be null.
        return event.data ? result : { errors: result.errors ?? [] };
      };
      try {
        const events = await sourceOf(subgraph).subscribe(planned.request(given), nextCaller(), client);
        if (!(Symbol.asyncIterator in events)) return await complete({ ...events, data: null });
        return mapIterator(events, { each: complete, failed: unreachable });
      } catch (cause) {
        return unreachable(cause);
      }
    },
  };
}

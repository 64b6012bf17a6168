import type { QueryPlan } from '@apollo/query-planner';
import { executeSync, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { compileEvent, compileStep, type Fault, type Run, type Step, type SubgraphAnswer, type SubgraphRequest } from './execute-plan.ts';
import type { Entity } from './merge.ts';
import { compileShape, type Variables } from './shape.ts';
import type { Supergraph } from './supergraph.ts';

/** What one execution needs from outside. */
export interface ExecutionInput {
  /** Variables as the client gave them. */
  readonly given: Variables;
  /** The same with defaults. */
  readonly coerced: Variables;
  readonly send: Run['send'];
}
/** What an execution gave; the faults are not yet fit for clients. */
export interface ExecutionOutput {
  readonly data: Entity | null;
  readonly faults: readonly Fault[];
}

/** A query or mutation, planned and compiled. */
export interface PlannedRequest {
  readonly kind: 'query' | 'mutation';
  execute(input: ExecutionInput): Promise<ExecutionOutput>;
}
/** A subscription, planned and compiled. */
export interface PlannedSubscription {
  readonly kind: 'subscription';
  /** Who has the events, and how they are asked for. */
  readonly subgraph: string;
  request(given: Variables): SubgraphRequest;
  /** Completes an event with what the other subgraphs have. The event is copied first: other subscribers may hold it too. */
  complete(event: SubgraphAnswer, input: ExecutionInput): Promise<ExecutionOutput>;
}
export type PlannedOperation = PlannedRequest | PlannedSubscription;

const isIntrospection = ({ name }: FieldNode): boolean => name.value === '__schema' || name.value === '__type';

/** Root fields about the schema itself, which no subgraph is asked for. */
function introspectionFields(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): FieldNode[] {
  const visited = new Set<string>();
  const within = (selectionSet: OperationDefinitionNode['selectionSet']): FieldNode[] =>
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return isIntrospection(selection) ? [selection] : [];
      if (selection.kind === Kind.INLINE_FRAGMENT) return within(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      if (!fragment || visited.has(selection.name.value)) return [];
      visited.add(selection.name.value);
      return within(fragment.selectionSet);
    });
  return within(operation.selectionSet);
}

/** Executes the introspection part; undefined where there is none. */
function compileIntrospection(
  supergraph: Supergraph,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
) {
  const selections = introspectionFields(operation, fragments);
  if (selections.length === 0) return undefined;
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const asked: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...definitions],
  };
  return (variables: Variables): Entity =>
    (executeSync({ schema: supergraph.apiSchema, document: asked, variableValues: variables, rootValue: {} }).data ?? {}) as Entity;
}

const newRun = ({ given, coerced, send }: ExecutionInput): Run => ({ given, coerced, send, root: {}, faults: [] });

/**
 * Plans and compiles one operation of a valid document.
 * @throws GraphQLError for an operation that is too recursive to plan
 */
export function planOperation(supergraph: Supergraph, document: DocumentNode, operation: OperationDefinitionNode): PlannedOperation {
  const fragments = new Map(
    document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])),
  );
  const { node }: QueryPlan = supergraph.plan(document, operation.name?.value);
  const shapeFor = compileShape(supergraph.apiSchema, operation, fragments);
  const finish = (run: Run): ExecutionOutput => ({ data: shapeFor(run.coerced)(run.root), faults: run.faults });

  if (node?.kind === 'Subscription') {
    const { primary, rest } = node;
    const enter = compileEvent(supergraph.fullSchema, primary);
    const step: Step | undefined = rest && compileStep(supergraph.fullSchema, rest);
    const names = primary.variableUsages ?? [];
    return {
      kind: 'subscription',
      subgraph: primary.serviceName,
      request: (given) => ({
        query: primary.operation,
        operationName: primary.operationName,
        variables: Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]])),
      }),
      async complete(event, input) {
        const run = newRun(input);
        enter(run, structuredClone({ data: event.data ?? null, errors: event.errors ?? [] }));
        await step?.(run);
        return finish(run);
      },
    };
  }

  const step = node && compileStep(supergraph.fullSchema, node);
  const introspect = compileIntrospection(supergraph, document, operation, fragments);
  return {
    kind: operation.operation === 'mutation' ? 'mutation' : 'query',
    async execute(input) {
      const run = newRun(input);
      await step?.(run);
      if (introspect) Object.assign(run.root, introspect(input.given));
      return finish(run);
    },
  };
}

import type { ConditionNode, FetchNode, PlanNode, ResponsePath } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isEntity, mergeInto, type Entity } from './merge.ts';
import { entitiesAt, placesOf, type Place } from './places.ts';
import { compileRepresentation } from './representations.ts';
import { compileRewrites } from './rewrites.ts';
import type { Variables } from './shape.ts';

/** One request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}
/** A subgraph's error as it came. */
export interface SubgraphError {
  readonly message?: unknown;
  readonly path?: unknown;
  readonly extensions?: unknown;
}
/** A subgraph's answer; its data may be written into. */
export interface SubgraphAnswer {
  readonly data?: Entity | null | undefined;
  readonly errors?: readonly SubgraphError[] | undefined;
}

/** Something that went wrong on the way, with its place in the client's answer where it has one. */
export type Fault =
  | { readonly kind: 'subgraph'; readonly subgraph: string; readonly error: SubgraphError; readonly place: Place | undefined }
  | { readonly kind: 'upstream'; readonly subgraph: string; readonly cause: unknown; readonly place: Place | undefined };

/** One execution of a plan. */
export interface Run {
  /** As the client gave them: what the subgraphs get. */
  readonly given: Variables;
  /** With defaults: what conditions read. */
  readonly coerced: Variables;
  /** Asks a subgraph. Throws when it cannot be reached or answers no GraphQL. */
  readonly send: (subgraph: string, request: SubgraphRequest, kind: 'query' | 'mutation' | 'subscription') => Promise<SubgraphAnswer>;
  readonly root: Entity;
  readonly faults: Fault[];
}

/** A part of a plan, ready to run. Never throws: what goes wrong is left in `run.faults`, the rest goes on. */
export type Step = (run: Run) => Promise<void>;

const nothing: Step = async () => {};

function pick(given: Variables, names: readonly string[] | undefined): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names ?? []) if (Object.hasOwn(given, name) && given[name] !== undefined) picked[name] = given[name];
  return picked;
}

const isPlace = (path: unknown): path is Place => Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number');

/** Where in the client's answer a subgraph's error belongs: `_entities[2].name` is a field of the third entity that was asked for. */
function placeOf(path: unknown, run: Run, at: ResponsePath, entities: readonly Entity[] | undefined): Place | undefined {
  if (!isPlace(path)) return undefined;
  if (!entities) return path;
  const entity = typeof path[1] === 'number' ? entities[path[1]] : undefined;
  const place = entity && placesOf(run.root, at).get(entity);
  return place ? [...place, ...path.slice(2)] : undefined;
}

/** The one place of the entities that were asked for; several have none in common. */
const commonPlace = (run: Run, at: ResponsePath, entities: readonly Entity[]): Place | undefined =>
  at.length > 0 && entities.length === 1 ? placesOf(run.root, at).get(entities[0]!) : undefined;

function noteErrors(run: Run, fetch: FetchNode, errors: readonly SubgraphError[], at: ResponsePath, entities: readonly Entity[] | undefined): void {
  for (const error of errors) run.faults.push({ kind: 'subgraph', subgraph: fetch.serviceName, error, place: placeOf(error.path, run, at, entities) });
}

/** A fetch that starts at the root, or (in a mutation's rest) at the one object the path names. */
function compileRootFetch(schema: GraphQLSchema, fetch: FetchNode, at: ResponsePath): Step {
  const rewrite = compileRewrites(schema, fetch.outputRewrites);
  const { serviceName, operation: query, operationName, operationKind, variableUsages } = fetch;
  return async (run) => {
    const targets = at.length === 0 ? [run.root] : entitiesAt(run.root, at);
    if (targets.length === 0) return;
    try {
      const { data, errors } = await run.send(serviceName, { query, operationName, variables: pick(run.given, variableUsages) }, operationKind);
      if (errors?.length) noteErrors(run, fetch, errors, at, undefined);
      if (!data) return;
      rewrite?.(data);
      for (const target of targets) mergeInto(target, data);
    } catch (cause) {
      run.faults.push({ kind: 'upstream', subgraph: serviceName, cause, place: commonPlace(run, at, targets) });
    }
  };
}

/** A fetch that asks a subgraph for its fields of entities found by others. */
function compileEntityFetch(schema: GraphQLSchema, fetch: FetchNode, at: ResponsePath): Step {
  const represent = compileRepresentation(schema, fetch.requires!);
  const rewriteInput = compileRewrites(schema, fetch.inputRewrites);
  const rewriteOutput = compileRewrites(schema, fetch.outputRewrites);
  const { serviceName, operation: query, operationName, operationKind, variableUsages } = fetch;

  return async (run) => {
    const representations: Entity[] = [];
    const asked: Entity[] = [];
    for (const entity of entitiesAt(run.root, at)) {
      const representation = represent(entity);
      if (!representation?.['__typename']) continue;
      rewriteInput?.(representation);
      representations.push(representation);
      asked.push(entity);
    }
    if (asked.length === 0) return;
    try {
      const variables = { ...pick(run.given, variableUsages), representations };
      const { data, errors } = await run.send(serviceName, { query, operationName, variables }, operationKind);
      if (errors?.length) noteErrors(run, fetch, errors, at, asked);
      if (!data) return;
      const received = data['_entities'];
      if (!Array.isArray(received) || received.length !== asked.length) throw new Error(`expected ${asked.length} entities from ${serviceName}`);
      received.forEach((entity: unknown, index) => {
        if (!isEntity(entity)) return;
        const target = asked[index]!;
        entity['__typename'] ??= target['__typename'];
        rewriteOutput?.(entity);
        mergeInto(target, entity);
      });
    } catch (cause) {
      run.faults.push({ kind: 'upstream', subgraph: serviceName, cause, place: commonPlace(run, at, asked) });
    }
  };
}

function compileCondition(schema: GraphQLSchema, { condition, ifClause, elseClause }: ConditionNode, at: ResponsePath): Step {
  const whenTrue = ifClause ? compileStep(schema, ifClause, at) : nothing;
  const whenFalse = elseClause ? compileStep(schema, elseClause, at) : nothing;
  return (run) => (run.coerced[condition] === true ? whenTrue(run) : whenFalse(run));
}

/** A plan's node as a function; `at` is where in the answer it works. */
export function compileStep(schema: GraphQLSchema, node: PlanNode, at: ResponsePath = []): Step {
  switch (node.kind) {
    case 'Fetch':
      return node.requires ? compileEntityFetch(schema, node, at) : compileRootFetch(schema, node, at);
    case 'Flatten':
      return compileStep(schema, node.node, [...at, ...node.path]);
    case 'Condition':
      return compileCondition(schema, node, at);
    case 'Parallel': {
      const steps = node.nodes.map((child) => compileStep(schema, child, at));
      return async (run) => void (await Promise.all(steps.map((step) => step(run))));
    }
    case 'Sequence': {
      const steps = node.nodes.map((child) => compileStep(schema, child, at));
      return async (run) => {
        for (const step of steps) await step(run);
      };
    }
    case 'Defer':
      throw new Error('@defer is not served');
  }
}

/** How the first fetch of a subscription enters an answer: its event, rewritten and merged like any fetch's. */
export function compileEvent(schema: GraphQLSchema, primary: FetchNode): (run: Run, event: SubgraphAnswer) => void {
  const rewrite = compileRewrites(schema, primary.outputRewrites);
  return (run, { data, errors }) => {
    if (errors?.length) noteErrors(run, primary, errors, [], undefined);
    if (!data) return;
    rewrite?.(data);
    mergeInto(run.root, data);
  };
}

import { execute, getOperationAST, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { BoundedCache } from './bounded-cache.ts';
import type { ExecutionError } from './errors.ts';

/** Documents kept parsed, validated and compiled. The gateway's plans name some hundreds; a flood of new ones only costs their own parsing. */
const documentCapacity = 500;
/** A longer text is executed and forgotten, so that the cache's weight is bounded too. */
const keptTextLength = 20_000;
/** A document is compiled when it comes for the third time: compiling takes milliseconds and memory, which a text seen once does not repay. */
const usesBeforeCompiling = 2;

/** What an execution answers; the errors are of graphql's class, or of graphql-jit's. */
export interface RawResult {
  readonly data?: unknown;
  readonly errors?: readonly ExecutionError[] | undefined;
}
type Run = (rootValue: unknown, contextValue: unknown, variables: Readonly<Record<string, unknown>>) => RawResult | PromiseLike<RawResult>;

/** A document that may be executed. */
export interface PreparedDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly run: Run;
}
export type Preparation = PreparedDocument | { readonly errors: readonly ExecutionError[] };

const interpret = (schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Run => (rootValue, contextValue, variableValues) =>
  execute({ schema, document, rootValue, contextValue, variableValues, operationName }) as ExecutionResult | Promise<ExecutionResult>;

/** graphql-jit's version of a document; undefined where it cannot compile it. */
function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Run | undefined {
  try {
    const compiled = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true });
    return isCompiledQuery(compiled) ? (rootValue, contextValue, variables) => compiled.query(rootValue, contextValue, variables) as RawResult | Promise<RawResult> : undefined;
  } catch {
    return undefined;
  }
}

function prepare(schema: GraphQLSchema, query: string, operationName: string | undefined): Preparation {
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
  } catch (error) {
    // A syntax error, or one of the faults that graphql 16 throws where it should list it.
    return { errors: [error as GraphQLError] };
  }
  const operation = getOperationAST(document, operationName);
  if (!operation) return { errors: [new GraphQLError('The document has no operation of that name, or several and none is named.')] };

  const interpreted = interpret(schema, document, operationName);
  let run: Run = interpreted;
  let uses = 0;
  return {
    document,
    operation,
    run: (rootValue, contextValue, variables) => {
      if (uses++ === usesBeforeCompiling && operation.operation !== 'subscription') run = compile(schema, document, operationName) ?? interpreted;
      return run(rootValue, contextValue, variables);
    },
  };
}

/** Prepares documents of one schema, each once while it is in use. */
export function createDocuments(schema: GraphQLSchema): (query: string, operationName: string | undefined) => Preparation {
  const known = new BoundedCache<Preparation>(documentCapacity);
  return (query, operationName) => {
    const key = operationName ? `${operationName}\n${query}` : query;
    const hit = known.get(key);
    if (hit) return hit;
    const prepared = prepare(schema, query, operationName);
    if (query.length <= keptTextLength) known.set(key, prepared);
    return prepared;
  };
}

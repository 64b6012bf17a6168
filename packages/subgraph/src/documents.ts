import {
  execute,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  parse,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type OperationDefinitionNode,
} from 'graphql';
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

const isLazy = (value: unknown): boolean =>
  typeof value === 'function' || (typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function');

/**
 * Reads a property as compiled code does: as it is. graphql itself would call a function and wait for a promise there, so a document would be answered until
 * it is compiled and fail from then on; this way it fails the first time, in the first test.
 */
const readProperty: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, { parentType, fieldName }) => {
  const value = (source as Record<string, unknown> | null | undefined)?.[fieldName];
  if (isLazy(value)) throw new Error(`${parentType.name}.${fieldName} is a function or a promise: give the field a resolver`);
  return value;
};

const interpret =
  (schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Run =>
  (rootValue, contextValue, variableValues) =>
    execute({ schema, document, rootValue, contextValue, variableValues, operationName, fieldResolver: readProperty }) as
      ExecutionResult | Promise<ExecutionResult>;

const compilerOptions = { disablingCapturingStackErrors: true };

/** Takes a variable's value as it is: graphql has coerced it already. */
const coerced = new GraphQLScalarType({ name: 'Coerced__' });

/** The schema, with the type that variables have for the compiler. */
const withCoerced = (schema: GraphQLSchema): GraphQLSchema => {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, coerced], assumeValid: true });
};

/** An object in the text that holds a variable: left out, the variable leaves the field its default, which compiled code forgets. */
function hasVariableInObject(document: DocumentNode): boolean {
  let found = false;
  let depth = 0;
  visit(document, {
    ObjectValue: { enter: () => void depth++, leave: () => void depth-- },
    Variable: () => void (found ||= depth > 0),
  });
  return found;
}

/**
 * What graphql-jit 0.8 compiles rightly: it takes one of two fields for the other when they differ by their conditions alone, and see above. Everything else
 * is interpreted.
 */
const isCompilable = ({ operation }: OperationDefinitionNode, query: string, document: DocumentNode): boolean =>
  operation !== 'subscription' && !/@(skip|include)\b/.test(query) && !hasVariableInObject(document);

/**
 * graphql-jit's version of a document; undefined where it cannot compile it. Variables are coerced by graphql, not by the compiler, which knows neither the
 * defaults of input fields nor types that contain themselves.
 */
function compile(schema: GraphQLSchema, compilerSchema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Run | undefined {
  const variables = operation.variableDefinitions ?? [];
  const asCoerced: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: variables.map(({ variable }) => ({
      kind: Kind.VARIABLE_DEFINITION,
      variable,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: coerced.name } },
    })),
  };
  const definitions = [asCoerced, ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)];
  try {
    const compiled = compileQuery(compilerSchema, { kind: Kind.DOCUMENT, definitions }, undefined, compilerOptions);
    if (!isCompiledQuery(compiled)) return undefined;
    return (rootValue, contextValue, given) => {
      const values = getVariableValues(schema, variables, given);
      return values.errors ? { errors: values.errors } : (compiled.query(rootValue, contextValue, values.coerced) as RawResult | Promise<RawResult>);
    };
  } catch {
    return undefined;
  }
}

function prepare(schema: GraphQLSchema, compilerSchema: GraphQLSchema, query: string, operationName: string | undefined): Preparation {
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
  const isCompiledLater = isCompilable(operation, query, document);
  return {
    document,
    operation,
    run: (rootValue, contextValue, variables) => {
      if (isCompiledLater && uses++ === usesBeforeCompiling) run = compile(schema, compilerSchema, document, operation) ?? interpreted;
      return run(rootValue, contextValue, variables);
    },
  };
}

/** Prepares documents of one schema, each once while it is in use. */
export function createDocuments(schema: GraphQLSchema): (query: string, operationName: string | undefined) => Preparation {
  const compilerSchema = withCoerced(schema);
  const known = new BoundedCache<Preparation>(documentCapacity);
  return (query, operationName) => {
    const key = operationName ? `${operationName}\n${query}` : query;
    const hit = known.get(key);
    if (hit) return hit;
    const prepared = prepare(schema, compilerSchema, query, operationName);
    if (query.length <= keptTextLength) known.set(key, prepared);
    return prepared;
  };
}

import { isRegistryError, RegistryError } from '@gati/errors';
import { BoundedCache } from '@gati/subgraph';
import {
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { planOperation, type PlannedOperation } from './federation/operation.ts';
import type { Variables } from './federation/shape.ts';
import type { Supergraph } from './federation/supergraph.ts';
import { createPricing, type Cost } from './limits/cost.ts';
import { limitPassed, type Limits } from './limits/limits.ts';
import { assertStructure } from './limits/structure.ts';

/** Why a request is refused before anything is executed: a refusal of ours, or what graphql says of the document or its variables. */
export class RequestRefused extends Error {
  readonly errors: readonly (GraphQLError | RegistryError)[];
  /** HTTP status of the refusal. */
  readonly status: number;

  constructor(errors: readonly (GraphQLError | RegistryError)[], status = 400) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
    this.status = status;
  }
}

/** An operation that may be executed with these variables: within all limits, planned and compiled. */
export interface PreparedOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | undefined;
  readonly document: DocumentNode;
  readonly planned: PlannedOperation;
  readonly given: Variables;
  readonly coerced: Variables;
  readonly cost: number;
}

/** A document that passed everything that does not depend on variables. */
interface KnownDocument {
  readonly document: DocumentNode;
  readonly operations: readonly KnownOperation[];
}
interface KnownOperation {
  readonly definition: OperationDefinitionNode;
  readonly cost: Cost;
  planned?: PlannedOperation;
}

/** Documents kept prepared, refused ones too, with their plans and compiled shapes: some 50 kB each. */
const documentCapacity = 500;
/** A longer text is prepared each time: the cache's weight is bounded as well as its count. */
const keptTextLength = 20_000;
/** Faults of one document or of its variables that are told at once. */
const faultsTold = 10;

const refuse = (reason: string, suggestion?: string): never => {
  throw new RequestRefused([new RegistryError('BAD_USER_INPUT', { reason, ...(suggestion ? { suggestion } : {}) })]);
};

/** Prepares operations of one supergraph: everything that can be refused is refused here, before any subgraph is called. */
export interface Documents {
  /** @throws RequestRefused */
  prepare(text: string, operationName: string | undefined, variables: Variables): PreparedOperation;
}

export function createDocuments(supergraph: Supergraph, limits: Limits): Documents {
  const schema: GraphQLSchema = supergraph.apiSchema;
  const price = createPricing(schema, supergraph.supergraphSdl);
  const known = new BoundedCache<KnownDocument | RequestRefused>(documentCapacity);

  function parseDocument(text: string): DocumentNode {
    try {
      return parse(text, { maxTokens: limits.tokens });
    } catch (error) {
      const isTooLong = /contains more tha[tn] \d+ tokens/.test((error as Error).message);
      throw new RequestRefused([
        isTooLong ? limitPassed('tokens', Number.POSITIVE_INFINITY, limits.tokens, 'Divide it into several operations.') : (error as GraphQLError),
      ]);
    }
  }

  /** graphql 16 throws some faults (a variable where none can be known yet) instead of listing them. */
  function faultsOf(document: DocumentNode): readonly GraphQLError[] {
    try {
      return validate(schema, document, undefined, { maxErrors: faultsTold });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  function examine(text: string): KnownDocument {
    const located = parseDocument(text);
    try {
      assertStructure(located, limits);
    } catch (error) {
      throw isRegistryError(error) ? new RequestRefused([error]) : error;
    }
    const errors = faultsOf(located);
    if (errors.length > 0) throw new RequestRefused(errors.slice(0, faultsTold));
    // What is kept knows no places in the text: they weigh more than the document.
    const document = parse(text, { noLocation: true });
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    const operations = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [{ definition, cost: price(definition, fragments) }] : [],
    );
    return { document, operations };
  }

  function documentOf(text: string): KnownDocument {
    let found = known.get(text);
    if (!found) {
      try {
        found = examine(text);
      } catch (error) {
        if (!(error instanceof RequestRefused)) throw error;
        found = error;
      }
      if (text.length <= keptTextLength) known.set(text, found);
    }
    if (found instanceof RequestRefused) throw found;
    return found;
  }

  function operationOf({ operations }: KnownDocument, name: string | undefined): KnownOperation {
    const [first, second] = operations;
    if (!first) return refuse('The document has no operation.', 'Begin it with query, mutation or subscription.');
    if (name === undefined) return second ? refuse('The document has several operations.', 'Name one of them by operationName.') : first;
    return operations.find(({ definition }) => definition.name?.value === name) ?? refuse(`The document has no operation ${name}.`);
  }

  function plan(document: DocumentNode, operation: KnownOperation): PlannedOperation {
    try {
      return (operation.planned ??= planOperation(supergraph, document, operation.definition));
    } catch (error) {
      // The planner refuses what would take it too long.
      if (error instanceof GraphQLError) throw new RequestRefused([error]);
      throw error;
    }
  }

  return {
    prepare(text, operationName, variables) {
      const found = documentOf(text);
      const operation = operationOf(found, operationName);
      const { definition } = operation;
      const values = getVariableValues(schema, definition.variableDefinitions ?? [], variables, { maxErrors: faultsTold });
      if (values.errors) throw new RequestRefused(values.errors.slice(0, faultsTold));
      const cost = operation.cost(values.coerced);
      if (!(cost <= limits.cost))
        throw new RequestRefused([limitPassed('a cost', cost, limits.cost, 'Ask for smaller pages (first), or for fewer lists within lists.')]);
      return {
        kind: definition.operation,
        name: definition.name?.value,
        document: found.document,
        planned: plan(found.document, operation),
        given: variables,
        coerced: values.coerced,
        cost,
      };
    },
  };
}

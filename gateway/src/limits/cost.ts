import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from '../federation/shape.ts';

/**
 * What an operation costs, after the GraphQL Cost Directives specification (ibm.github.io/graphql-specs/cost-spec.html): an object weighs 1 or its `@cost`,
 * a leaf nothing unless it has one, and what is in a list counts as often as `@listSize` says. An argument weighs what its `@cost` says, a list of values for each of them.
 */
export type Cost = (variables: Variables) => number;

interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
}
interface FieldRules {
  readonly weight?: number;
  readonly argumentWeights?: ReadonlyMap<string, number>;
  readonly listSize?: ListSize;
}
interface CostRules {
  readonly fields: ReadonlyMap<string, FieldRules>;
  readonly types: ReadonlyMap<string, number>;
}

/** What a mutation costs before anything is selected: it writes. */
const mutationCost = 10;
/** What a subscription costs before anything is selected: it is read, and its reader's rights are judged, as long as it lasts. */
const subscriptionCost = 100;
/** A list without `@listSize` is short by a rule of its field. */
const unsizedList = 1;

const argumentOf = (directive: ConstDirectiveNode | undefined, name: string): unknown => {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
};
const numberIn = (value: unknown): number | undefined => (value === undefined || !Number.isFinite(Number(value)) ? undefined : Number(value));

/** The names under which a supergraph's `@link` imports the cost directives. */
function directiveNames(directives: readonly ConstDirectiveNode[]): { cost: string; listSize: string } {
  const names = { cost: 'cost', listSize: 'listSize' };
  for (const directive of directives) {
    if (!String(argumentOf(directive, 'url')).includes('/cost/')) continue;
    for (const imported of (argumentOf(directive, 'import') as readonly (string | { name?: string; as?: string })[] | undefined) ?? []) {
      if (typeof imported === 'string') continue;
      if (imported.name === '@cost' && imported.as) names.cost = imported.as.slice(1);
      if (imported.name === '@listSize' && imported.as) names.listSize = imported.as.slice(1);
    }
  }
  return names;
}

/** Reads the directives from the supergraph's text: the API schema that clients see has lost them. */
function readRules(supergraphSdl: string): CostRules {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const schemaDirectives = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? (definition.directives ?? []) : [],
  );
  const names = directiveNames(schemaDirectives);
  const weightIn = (directives: readonly ConstDirectiveNode[] | undefined): number | undefined =>
    numberIn(
      argumentOf(
        directives?.find(({ name }) => name.value === names.cost),
        'weight',
      ),
    );
  const fields = new Map<string, FieldRules>();
  const types = new Map<string, number>();
  for (const definition of definitions) {
    if (!('directives' in definition) || !('name' in definition) || !definition.name) continue;
    const typeWeight = weightIn(definition.directives as readonly ConstDirectiveNode[]);
    if (typeWeight !== undefined) types.set(definition.name.value, typeWeight);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const weight = weightIn(field.directives);
      const argumentWeights = new Map(
        (field.arguments ?? []).flatMap((argument) => {
          const each = weightIn(argument.directives);
          return each === undefined ? [] : [[argument.name.value, each] as const];
        }),
      );
      const sized = field.directives?.find(({ name }) => name.value === names.listSize);
      const assumedSize = numberIn(argumentOf(sized, 'assumedSize'));
      const slicingArguments = argumentOf(sized, 'slicingArguments') as readonly string[] | undefined;
      const sizedFields = argumentOf(sized, 'sizedFields') as readonly string[] | undefined;
      fields.set(`${definition.name.value}.${field.name.value}`, {
        ...(weight === undefined ? {} : { weight }),
        ...(argumentWeights.size === 0 ? {} : { argumentWeights }),
        ...(sized
          ? {
              listSize: {
                ...(assumedSize === undefined ? {} : { assumedSize }),
                ...(slicingArguments ? { slicingArguments } : {}),
                ...(sizedFields ? { sizedFields } : {}),
              },
            }
          : {}),
      });
    }
  }
  return { fields, types };
}

const constant =
  (value: number): Cost =>
  () =>
    value;
function sum(parts: readonly Cost[]): Cost {
  if (parts.length === 1) return parts[0]!;
  return (variables) => {
    let total = 0;
    for (const part of parts) total += part(variables);
    return total;
  };
}

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);
const fieldOf = (type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

/** How many items a slicing argument asks for: as written, by its variable, or by its default. */
function sliceOf(field: GraphQLField<unknown, unknown>, node: FieldNode, name: string): Cost | undefined {
  const definition = field.args.find((argument) => argument.name === name);
  const byDefault = numberIn(definition?.defaultValue);
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value?.kind === Kind.VARIABLE) {
    const variable = value.name.value;
    return (variables) => Math.max(0, numberIn(variables[variable] ?? undefined) ?? byDefault ?? unsizedList);
  }
  const asked = value?.kind === Kind.INT ? Number(value.value) : byDefault;
  return asked === undefined ? undefined : constant(Math.max(0, asked));
}

/** What a field's arguments weigh as they are given. */
function priceArguments(weights: ReadonlyMap<string, number>, node: FieldNode): Cost {
  return sum(
    [...weights].map(([name, weight]) => {
      const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
      if (value?.kind === Kind.VARIABLE) {
        const variable = value.name.value;
        return (variables: Variables) => weight * valuesIn(variables[variable]);
      }
      return constant(value === undefined ? 0 : weight * (value.kind === Kind.LIST ? value.values.length : 1));
    }),
  );
}
const valuesIn = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

function sizeOf(listSize: ListSize, field: GraphQLField<unknown, unknown>, node: FieldNode): Cost {
  const slices = (listSize.slicingArguments ?? []).flatMap((name) => sliceOf(field, node, name) ?? []);
  if (slices.length === 0) return constant(listSize.assumedSize ?? unsizedList);
  return (variables) => Math.max(...slices.map((slice) => slice(variables)));
}

/** Prices the operations of one supergraph. The cost of an operation is a function of its variables; fragments count wherever they might apply. */
export function createPricing(
  schema: GraphQLSchema,
  supergraphSdl: string,
): (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>) => Cost {
  const rules = readRules(supergraphSdl);

  return (operation, fragments) => {
    function priceField(parent: GraphQLNamedType, node: FieldNode, sizes: ReadonlyMap<string, Cost>): Cost {
      const field = fieldOf(parent, node.name.value);
      if (!field) return constant(0);
      const { weight, listSize, argumentWeights } = rules.fields.get(`${parent.name}.${field.name}`) ?? {};
      const type = getNamedType(field.type);
      const own = weight ?? rules.types.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
      const size = listSize && sizeOf(listSize, field, node);
      const inner = new Map((size && listSize?.sizedFields ? listSize.sizedFields : []).map((name) => [name, size!] as const));
      const below = node.selectionSet ? priceSelections(type, node.selectionSet, inner) : constant(0);
      const times = sizes.get(field.name) ?? (listSize?.sizedFields ? undefined : size);
      const asked = argumentWeights ? [priceArguments(argumentWeights, node)] : [];
      if (!isList(field.type) || !times) return sum([constant(own), ...asked, below]);
      // A weight on the field is paid once, for the work of finding; without one each item weighs what its type weighs.
      const items: Cost =
        weight === undefined ? (variables) => times(variables) * (own + below(variables)) : (variables) => own + times(variables) * below(variables);
      return sum([items, ...asked]);
    }

    function priceSelections(type: GraphQLNamedType, selectionSet: SelectionSetNode, sizes: ReadonlyMap<string, Cost>): Cost {
      return sum(
        selectionSet.selections.map((selection) => {
          if (selection.kind === Kind.FIELD) return priceField(type, selection, sizes);
          const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
          if (!fragment) return constant(0);
          const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
          return priceSelections(condition ?? type, fragment.selectionSet, sizes);
        }),
      );
    }

    const root = schema.getRootType(operation.operation)!;
    const selected = priceSelections(root, operation.selectionSet, new Map());
    const first = { query: 0, mutation: mutationCost, subscription: subscriptionCost }[operation.operation];
    return first === 0 ? selected : sum([constant(first), selected]);
  };
}

import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  specifiedScalarTypes,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isEntity, own, type Entity } from './merge.ts';
import { satisfies } from './types.ts';

/** Values of variables, as `@skip` and `@include` read them. */
export type Variables = Readonly<Record<string, unknown>>;
/** Makes of what the subgraphs gave exactly what was asked for: order, aliases, types, nulls that rise to the next nullable field. */
export type Shape = (data: Entity) => Entity | null;

/** Null where null is not allowed: it rises to the next field that may be null. */
const rising = Symbol('null where none is allowed');
type Complete = (value: unknown) => unknown;

interface Field {
  readonly key: string;
  readonly complete: Complete;
  /** `__typename`: answered from the type itself, under whatever alias. */
  readonly isTypeName: boolean;
}

const isWholeNumber = (value: unknown): boolean => Number.isInteger(value);
/** What a leaf may be on the wire; a subgraph that sends another thing is not believed. */
const leafChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: isWholeNumber,
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  Boolean: (value) => typeof value === 'boolean',
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string' || isWholeNumber(value),
};

const isSelected = (directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean =>
  (directives ?? []).every(({ name, arguments: args }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = args?.find((argument) => argument.name.value === 'if')?.value;
    const condition = value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    return condition === (name.value === 'include');
  });

/** Compiles the shape of one operation for one set of conditions. Types are compiled when the first value of theirs comes by. */
class ShapeCompiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** An object, or null for one that has to be null. */
  compileObject(declared: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): (value: Entity) => Entity | null {
    const byType = new Map<string, readonly Field[]>();
    return (value) => {
      const named = own(value, '__typename');
      const typeName = typeof named === 'string' ? named : declared.name;
      let fields = byType.get(typeName);
      if (!fields) {
        const type = this.#schema.getType(typeName);
        if (!type || !isCompositeType(type)) return null;
        fields = this.#fieldsOf(type, declared, selectionSets);
        byType.set(typeName, fields);
      }
      const shaped = Object.create(null) as Entity;
      for (const { key, complete, isTypeName } of fields) {
        const completed = isTypeName ? complete(typeName) : complete(own(value, key));
        if (completed === rising) return null;
        shaped[key] = completed;
      }
      return shaped;
    };
  }

  #fieldsOf(type: GraphQLCompositeType, declared: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): readonly Field[] {
    const nodes = new Map<string, { readonly parent: GraphQLCompositeType; readonly nodes: FieldNode[] }>();
    for (const selectionSet of selectionSets) this.#collect(type, declared, selectionSet, nodes, new Set());
    return [...nodes].map(([key, { parent, nodes: same }]) => {
      const name = same[0]!.name.value;
      if (name === '__typename') return { key, isTypeName: true, complete: () => (isObjectType(type) ? type.name : rising) };
      if (name === '__schema' || name === '__type') return { key, isTypeName: false, complete: (value) => value ?? null };
      const output = this.#typeOf(type, name) ?? this.#typeOf(parent, name);
      if (!output) return { key, isTypeName: false, complete: () => null };
      return {
        key,
        isTypeName: false,
        complete: this.#compileType(
          output,
          same.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : [])),
        ),
      };
    });
  }

  #typeOf(type: GraphQLCompositeType, field: string): GraphQLOutputType | undefined {
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
  }

  #collect(
    type: GraphQLCompositeType,
    parent: GraphQLCompositeType,
    selectionSet: SelectionSetNode,
    into: Map<string, { readonly parent: GraphQLCompositeType; readonly nodes: FieldNode[] }>,
    seen: Set<string>,
  ): void {
    for (const selection of selectionSet.selections) {
      if (!isSelected(selection.directives, this.#variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const present = into.get(key);
        if (present) present.nodes.push(selection);
        else into.set(key, { parent, nodes: [selection] });
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value;
      if (condition !== undefined && !satisfies(this.#schema, type.name, condition)) continue;
      const conditional = condition === undefined ? parent : (this.#schema.getType(condition) as GraphQLCompositeType);
      this.#collect(type, conditional, fragment.selectionSet, into, seen);
    }
  }

  #compileType(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Complete {
    if (isNonNullType(type)) {
      const complete = this.#compileType(type.ofType, selectionSets);
      return (value) => complete(value) ?? rising;
    }
    if (isListType(type)) {
      const complete = this.#compileType(type.ofType, selectionSets);
      return (value) => {
        if (!Array.isArray(value)) return null;
        const items: unknown[] = [];
        for (const item of value) {
          const completed = complete(item);
          if (completed === rising) return null;
          items.push(completed);
        }
        return items;
      };
    }
    if (isCompositeType(type)) {
      const complete = this.compileObject(type, selectionSets);
      return (value) => (isEntity(value) ? complete(value) : null);
    }
    const named = getNamedType(type);
    const check = isEnumType(named)
      ? (value: unknown) => typeof value === 'string' && named.getValue(value) !== undefined
      : specifiedScalarTypes.includes(named as never)
        ? leafChecks[named.name]
        : undefined;
    return check ? (value) => (check(value) ? value : null) : (value) => value ?? null;
  }
}

/** Names of the variables that decide what is selected. */
function conditionsOf(selectionSet: SelectionSetNode, into: Set<string>): void {
  for (const selection of selectionSet.selections) {
    for (const { name, arguments: args } of selection.directives ?? []) {
      if (name.value !== 'skip' && name.value !== 'include') continue;
      for (const { value } of args ?? []) if (value.kind === Kind.VARIABLE) into.add(value.name.value);
    }
    if ('selectionSet' in selection && selection.selectionSet) conditionsOf(selection.selectionSet, into);
  }
}

/** Sets of conditions kept compiled for one operation; three variables have eight. */
const shapesKept = 16;

/** The shape of an operation, compiled once for each set of `@skip` and `@include` conditions it is asked with. */
export function compileShape(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (variables: Variables) => Shape {
  const root = schema.getRootType(operation.operation)!;
  const conditions = new Set<string>();
  conditionsOf(operation.selectionSet, conditions);
  for (const fragment of fragments.values()) conditionsOf(fragment.selectionSet, conditions);
  const names = [...conditions];
  const compiled = new Map<string, Shape>();
  return (variables) => {
    const key = names.length === 0 ? '' : names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let shape = compiled.get(key);
    if (!shape) {
      shape = new ShapeCompiler(schema, fragments, variables).compileObject(root, [operation.selectionSet]);
      if (compiled.size < shapesKept) compiled.set(key, shape);
    }
    return shape;
  };
}

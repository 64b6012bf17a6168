import { RegistryError } from '@gati/errors';
import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { limitPassed, type Limits } from './limits.ts';

/** How big something is once its fragments are spread. */
interface Size {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  rootFields: number;
  /** Selections of the whole schema: each walks all of it, on the process's one thread. */
  schemas: number;
}
const empty = (): Size => ({ depth: 0, fields: 0, aliases: 0, directives: 0, rootFields: 0, schemas: 0 });

const badDocument = (reason: string, suggestion: string): RegistryError => new RegistryError('BAD_USER_INPUT', { reason, suggestion });

/** Measures a document in one walk: each fragment once, however often it is spread, so the walk stays as short as the text. */
class Measure {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, Size>();
  readonly #open = new Set<string>();
  readonly #repeats: number;

  constructor(document: DocumentNode, repeats: number) {
    this.#fragments = new Map(
      document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])),
    );
    this.#repeats = repeats;
  }

  operation({ directives, selectionSet }: OperationDefinitionNode): Size {
    const size = this.#selections(selectionSet);
    size.directives += directives?.length ?? 0;
    return size;
  }

  #fragment(name: string): Size {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return empty();
    if (this.#open.has(name)) throw badDocument(`The fragment ${name} spreads itself.`, 'Remove the spread that leads back to the fragment.');
    this.#open.add(name);
    const size = this.#selections(fragment.selectionSet);
    this.#open.delete(name);
    size.directives += fragment.directives?.length ?? 0;
    this.#measured.set(name, size);
    return size;
  }

  #selections({ selections }: SelectionSetNode): Size {
    const size = empty();
    const names = new Map<string, number>();
    for (const selection of selections) {
      this.#countDirectives(size, selection.directives);
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        if (key === '__proto__') throw badDocument('A field cannot be named __proto__.', 'Choose another alias.');
        const times = (names.get(key) ?? 0) + 1;
        names.set(key, times);
        if (times > this.#repeats) throw limitPassed(`the field ${key} again and again in one place`, times, this.#repeats, 'Select each field once.');
        const inner = selection.selectionSet ? this.#selections(selection.selectionSet) : empty();
        size.fields += 1 + inner.fields;
        size.aliases += (selection.alias ? 1 : 0) + inner.aliases;
        size.directives += inner.directives;
        size.depth = Math.max(size.depth, 1 + inner.depth);
        size.rootFields++;
        size.schemas += selection.name.value === '__schema' ? 1 : inner.schemas;
        continue;
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragment(selection.name.value) : this.#selections(selection.selectionSet);
      size.fields += inner.fields;
      size.aliases += inner.aliases;
      size.directives += inner.directives;
      size.rootFields += inner.rootFields;
      size.schemas += inner.schemas;
      size.depth = Math.max(size.depth, inner.depth);
    }
    return size;
  }

  #countDirectives(size: Size, directives: readonly DirectiveNode[] | undefined): void {
    size.directives += directives?.length ?? 0;
  }
}

const isConditional = ({ directives }: SelectionNode): boolean => directives?.some(({ name }) => name.value === 'skip' || name.value === 'include') ?? false;

/** Whether a subscription has a root field depends on nothing (GraphQL specification, "Single Root Field"); graphql 16 throws where it should say so. */
function assertUnconditional({ operation, selectionSet }: OperationDefinitionNode): void {
  if (operation !== 'subscription' || !selectionSet.selections.some(isConditional)) return;
  throw badDocument('The root field of a subscription cannot depend on @skip or @include.', 'Remove the directive, or do not subscribe.');
}

/**
 * Refuses a document that is too big in any way, before it is validated: validation compares fields pair by pair and is itself worth attacking.
 * @throws BAD_USER_INPUT
 */
export function assertStructure(document: DocumentNode, limits: Limits): void {
  const measure = new Measure(document, limits.repeats);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    assertUnconditional(definition);
    const { depth, fields, aliases, directives, rootFields, schemas } = measure.operation(definition);
    if (depth > limits.depth) throw limitPassed('levels of fields', depth, limits.depth, 'Ask for less at once.');
    if (schemas > limits.schemas) throw limitPassed('the whole __schema', schemas, limits.schemas, 'Select it once.');
    if (rootFields > limits.rootFields) throw limitPassed('fields at its root', rootFields, limits.rootFields, 'Divide it into several operations.');
    if (aliases > limits.aliases) throw limitPassed('aliases', aliases, limits.aliases, 'Divide it into several operations.');
    if (directives > limits.directives) throw limitPassed('directives', directives, limits.directives, 'Use fewer.');
    if (fields > limits.fields) throw limitPassed('fields', fields, limits.fields, 'Ask for less at once.');
  }
}

import { RegistryError } from '@gati/errors';

/** What an operation may ask for at most. Each is checked before any subgraph is called; the contract's own operations stay far below. */
export interface Limits {
  /** Tokens of a document, comments not counted: the contract's largest has some 200. */
  readonly tokens: number;
  /** Fields within fields; introspection as tools send it needs 10 to 15. */
  readonly depth: number;
  /** Fields after fragments are spread, however often each is spread: planning 400 takes up to 80 ms, the contract's largest has 58. */
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
  /** Selections of `__schema`. */
  readonly schemas: number;
  /** How often one name may be selected in one place; each pair of them is compared when the document is validated. */
  readonly repeats: number;
  /** By `@cost` and `@listSize` of the schema: the contract's dearest operation, resolving one reference, costs 7,891, three nested pages of 100 two million. */
  readonly cost: number;
  /** Bytes of a request's body. */
  readonly bodySizeBytes: number;
}

export const defaultLimits: Limits = {
  tokens: 2_000,
  depth: 15,
  fields: 400,
  aliases: 50,
  directives: 50,
  rootFields: 20,
  schemas: 1,
  repeats: 20,
  cost: 20_000,
  bodySizeBytes: 1024 * 1024,
};

/** A limit that was passed, named with both figures. */
export const limitPassed = (what: string, found: number, limit: number, suggestion: string): RegistryError<'BAD_USER_INPUT'> => {
  const shown = Number.isSafeInteger(found) ? found.toLocaleString('en') : 'far more';
  return new RegistryError('BAD_USER_INPUT', { reason: `The operation has ${what}: ${shown}; at most ${limit.toLocaleString('en')} are served.`, suggestion });
};

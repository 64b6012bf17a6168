import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type GraphQLSchema } from 'graphql';

const refuse = (message: string): never => {
  throw new GraphQLError(message);
};
const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 100);

/** RFC 3339, "Internet Date/Time Format", with its offset: a time without one means another instant on every machine. */
const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

function parseInstant(value: unknown): Date {
  const date = typeof value === 'string' && instant.test(value) ? new Date(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : refuse(`DateTime must be an instant such as 2026-01-31T12:00:00Z, not ${shown(value)}.`);
}

function writeInstant(value: unknown): string {
  const date = value instanceof Date ? value : new Date(value as string);
  return Number.isNaN(date.getTime()) ? refuse('DateTime got a value that is no time.') : date.toISOString();
}

/** An instant: resolvers give a Date or an ISO string and get a Date; on the wire ISO 8601 in UTC. */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: writeInstant,
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

const wholeNumber = /^-?\d{1,78}$/;

function parseWholeNumber(value: unknown): bigint {
  if (typeof value === 'string' && wholeNumber.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return refuse(`BigInt must be a whole number in decimal digits, not ${shown(value)}.`);
}

function writeWholeNumber(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && wholeNumber.test(value) ? value : refuse('BigInt got a value that is no whole number.');
}

/** A whole number of any size: resolvers give a bigint or a safe number and get a bigint; on the wire a decimal string. */
export const bigInt = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  serialize: writeWholeNumber,
  parseValue: parseWholeNumber,
  parseLiteral: (node) => parseWholeNumber(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
});

/** Any JSON value, passed as it is. */
export const json = new GraphQLScalarType({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

/** Gives the registry's scalars, where a schema declares them, their meaning. */
export function applyScalars(schema: GraphQLSchema): void {
  for (const scalar of [dateTime, bigInt, json] as GraphQLScalarType[]) {
    const declared = schema.getType(scalar.name);
    if (!(declared instanceof GraphQLScalarType)) continue;
    declared.serialize = scalar.serialize;
    declared.parseValue = scalar.parseValue;
    declared.parseLiteral = scalar.parseLiteral;
  }
}

import { randomUUID } from 'node:crypto';

/** The header that carries a request's id from door to door. */
export const requestIdHeader = 'x-request-id';

/** What may stand in a log line and a header without being escaped. */
const shape = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,127}$/;

/** The id a caller gave its request, where it looks like one, else a new one. */
export const requestIdOf = (given: unknown): string => (typeof given === 'string' && shape.test(given) ? given : randomUUID());

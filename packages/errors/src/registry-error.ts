import { definitionOf, type ErrorCode, type ErrorParams } from './catalogue.ts';

/** The one error thrown inside. `cause` is for the log, never for the client. */
export class RegistryError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly params: ErrorParams<C>;

  constructor(code: C, params: ErrorParams<C>, options?: { cause?: unknown }) {
    super(definitionOf(code).message(params), options);
    this.name = 'RegistryError';
    this.code = code;
    this.params = params;
  }
}

export const isRegistryError = (error: unknown): error is RegistryError => error instanceof RegistryError;

/** An error as a client may see it. */
export interface Refusal {
  readonly code: ErrorCode;
  /** HTTP status where the door speaks HTTP. */
  readonly status: number;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly suggestions: readonly string[];
}

/** What a client may know of any error: a RegistryError says all its public parts, anything else is INTERNAL and says nothing. */
export function refusalOf(error: unknown): Refusal {
  const known = isRegistryError(error) ? error : new RegistryError('INTERNAL', {});
  const { status, suggestions, details } = definitionOf(known.code);
  return {
    code: known.code,
    status,
    message: known.message,
    details: details ? details(known.params) : (known.params as Record<string, unknown>),
    suggestions: suggestions(known.params),
  };
}

import { isErrorCode, type ErrorCode } from './error-codes.ts';

/** What is known of a refusal. */
export interface RefusalParts {
  readonly code: ErrorCode;
  readonly message: string;
  /** What the code's refusals carry beside their text, for example `retryAfterSeconds` of RATE_LIMITED. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What the caller can do next, most useful first. */
  readonly suggestions?: readonly string[];
  /** Page that explains the code. */
  readonly docsUrl?: string | undefined;
  /** To be named in a report: the registry's log has it. */
  readonly requestId?: string | undefined;
  /** The code as it came, where this client does not know it; `code` is INTERNAL then. */
  readonly reportedCode?: string | undefined;
  readonly cause?: unknown;
}

/** The one error of this client: the registry refused, or could not be reached (UPSTREAM_UNAVAILABLE), or sent other bytes than it said (DIGEST_INVALID). */
export class RegistryRefusal extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly suggestions: readonly string[];
  readonly docsUrl: string | undefined;
  readonly requestId: string | undefined;
  readonly reportedCode: string;
  /** Whatever else the same answer refused. */
  readonly others: readonly RegistryRefusal[];

  constructor(parts: RefusalParts, others: readonly RegistryRefusal[] = []) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'RegistryRefusal';
    this.code = parts.code;
    this.details = parts.details ?? {};
    this.suggestions = parts.suggestions ?? [];
    this.docsUrl = parts.docsUrl;
    this.requestId = parts.requestId;
    this.reportedCode = parts.reportedCode ?? parts.code;
    this.others = others;
  }
}

export const isRegistryRefusal = (error: unknown): error is RegistryRefusal => error instanceof RegistryRefusal;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);
const codeOf = (value: unknown): Pick<RefusalParts, 'code' | 'reportedCode'> =>
  isErrorCode(value) ? { code: value } : { code: 'INTERNAL', reportedCode: textOf(value) };

/** What a GraphQL error says, whatever shape it has. */
function partsOfGraphqlError(error: unknown): RefusalParts {
  const { message, extensions } = isRecord(error) ? error : {};
  const { code, details, suggestions, docsUrl, requestId } = isRecord(extensions) ? extensions : {};
  return {
    ...codeOf(code),
    message: textOf(message) ?? 'The registry refused without saying why.',
    details: isRecord(details) ? details : {},
    suggestions: textsOf(suggestions),
    docsUrl: textOf(docsUrl),
    requestId: textOf(requestId),
  };
}

/** All GraphQL errors of an answer as one refusal: the first speaks, the rest are its `others`. */
export const refusalOfGraphqlErrors = ([first, ...others]: readonly unknown[]): RegistryRefusal =>
  new RegistryRefusal(
    partsOfGraphqlError(first),
    others.map((error) => new RegistryRefusal(partsOfGraphqlError(error))),
  );

/** Codes for answers of `/v2` that carry none of ours: from another registry, or from something in between. */
const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 402) return 'PAYMENT_REQUIRED';
  if (status === 413) return 'QUOTA_EXCEEDED';
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 502 && status <= 504) return 'UPSTREAM_UNAVAILABLE';
  return status >= 500 ? 'INTERNAL' : 'BAD_USER_INPUT';
};

/** An answer of `/v2` as a refusal: our code from `errors[0].detail.code`, else one that fits the status. */
export function refusalOfOciAnswer(answer: { status: number; body: unknown; requestId?: string | null; doing: string }): RegistryRefusal {
  const errors = isRecord(answer.body) && Array.isArray(answer.body['errors']) ? answer.body['errors'] : [];
  const first: Readonly<Record<string, unknown>> = isRecord(errors[0]) ? errors[0] : {};
  const { code, suggestions, requestId, docsUrl, ...details } = isRecord(first['detail']) ? first['detail'] : {};
  const said = textOf(first['message']);
  return new RegistryRefusal({
    ...(isErrorCode(code) ? { code } : { code: codeOfStatus(answer.status), reportedCode: textOf(first['code']) }),
    message: said ?? `${answer.doing}: the registry answered with status ${answer.status}.`,
    details,
    suggestions: textsOf(suggestions),
    docsUrl: textOf(docsUrl),
    requestId: textOf(requestId) ?? answer.requestId ?? undefined,
  });
}

/** What a failed connection, a time-out or an answer that is none of the registry's becomes. */
export const unreachable = (url: string, cause: unknown): RegistryRefusal =>
  new RegistryRefusal({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `${new URL(url).origin} cannot be reached: ${reasonOf(cause)}.`,
    suggestions: ['Check the address, and that the registry is running.'],
    cause,
  });

/** The innermost reason of a failed fetch, in words: `fetch failed` alone helps nobody. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return reasonOf(cause);
  return (error.message || String((error as { code?: unknown }).code ?? error.name)).replace(/\.$/, '');
}

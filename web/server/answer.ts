/** What the gateway answered: data, and beside it every refusal with the place it belongs to. A page shows the one and the other. */
export interface Answer<Data> {
  /** What could be read; null when nothing could. */
  readonly data: Data | null;
  /** What could not, in the order of the answer. */
  readonly failures: readonly Failure[];
}

/** A refusal as a page shows it: what, why, what to do. */
export interface Failure {
  /** Code of the error catalogue, for example RATE_LIMITED. */
  readonly code: string;
  readonly message: string;
  /** What the reader can do next, most useful first. */
  readonly suggestions: readonly string[];
  /** What to quote when reporting it; null when the request never arrived. */
  readonly requestId: string | null;
  /** Response path of the field that failed, dotted, list positions left out; empty for the request as a whole. */
  readonly path: string;
  /** Faults of single inputs. */
  readonly fields: readonly FieldFault[];
}

/** What is wrong with one input. */
export interface FieldFault {
  /** Last part of its path: the name of the input, for example `handle`. */
  readonly name: string;
  readonly message: string;
}

/** The first failure at this path, above it or below it: the reason why the section that shows it is not there. */
export function failureAt(failures: readonly Failure[], path: string): Failure | null {
  return (
    failures.find((failure) => failure.path === '' || path === failure.path || path.startsWith(`${failure.path}.`) || failure.path.startsWith(`${path}.`)) ??
    null
  );
}

/** The registry could not be asked, or did not answer in time. */
export const unreachable: Failure = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'The registry cannot be reached now.',
  suggestions: ['Try again in a moment.'],
  requestId: null,
  path: '',
  fields: [],
};

/** Why nothing came of an act; null when something did.
 *  @param done  what the answer holds where it worked */
export const refusalOf = (done: unknown, failures: readonly Failure[]): Failure | null => (done ? null : (failures[0] ?? unreachable));

/** Reads a GraphQL response body; whatever does not look like one counts as unreachable. */
export function answerOf<Data>(body: unknown): Answer<Data> {
  if (!isRecord(body)) return { data: null, failures: [unreachable] };
  const errors = Array.isArray(body['errors']) ? body['errors'] : [];
  const data = isRecord(body['data']) ? (body['data'] as Data) : null;
  const failures = errors.map(failureOf);
  return { data, failures: data === null && failures.length === 0 ? [unreachable] : failures };
}

function failureOf(error: unknown): Failure {
  const record = isRecord(error) ? error : {};
  const extensions = isRecord(record['extensions']) ? record['extensions'] : {};
  const details = isRecord(extensions['details']) ? extensions['details'] : {};
  const fields = Array.isArray(details['fields']) ? details['fields'].filter(isRecord) : [];
  return {
    code: textOf(extensions['code']) ?? 'INTERNAL',
    message: textOf(record['message']) ?? 'Something went wrong inside the registry.',
    suggestions: Array.isArray(extensions['suggestions']) ? extensions['suggestions'].filter((suggestion) => typeof suggestion === 'string') : [],
    requestId: textOf(extensions['requestId']),
    path: Array.isArray(record['path']) ? record['path'].filter((part) => typeof part === 'string').join('.') : '',
    fields: fields.map((field) => ({ name: (textOf(field['path']) ?? '').split(/[./]/).at(-1) ?? '', message: textOf(field['message']) ?? '' })),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

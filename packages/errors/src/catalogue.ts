import { revokedSince } from './revoked-since.ts';

/** What the registry can refuse, each declared once. Doors translate: GraphQL `extensions`, OCI `errors[]`, CLI exit code and hint. */
interface Definition<P> {
  /** HTTP status of the refusal where the door speaks HTTP. */
  readonly status: number;
  /** One sentence for the error page: when this is answered. */
  readonly when: string;
  /** Public text: what is wrong, with the value. Never a secret, a path of the server or SQL. */
  readonly message: (params: P) => string;
  /** What the caller can do next, most useful first. */
  readonly suggestions: (params: P) => readonly string[];
  /** The part of the parameters that clients may read as `details`; all of it where absent. */
  readonly details?: (params: P) => Readonly<Record<string, unknown>>;
}
const define = <P>(definition: Definition<P>): Definition<P> => definition;

type None = Readonly<Record<never, never>>;

/** A fault of one field of an input. */
export interface FieldFault {
  /** Where: `input.artifact` for an argument, a JSON Pointer for a place in a document. */
  readonly path: string;
  /** What is wrong, with the value and the rule. */
  readonly message: string;
  /** How to mend it. */
  readonly fix?: string;
}

export const catalogue = {
  UNAUTHENTICATED: define<{ reason?: string; suggestion?: string }>({
    status: 401,
    when: 'The request carries no credentials where some are needed, or credentials that do not count (any more).',
    message: ({ reason }) => reason ?? 'This needs a signed-in account.',
    suggestions: ({ suggestion }) => [suggestion ?? 'Sign in; in a terminal: gati login'],
    details: () => ({}),
  }),
  FORBIDDEN: define<{ reason: string; suggestion?: string }>({
    status: 403,
    when: 'The caller is known and lacks the right, and it is not a role in a namespace that is missing.',
    message: ({ reason }) => reason,
    suggestions: ({ suggestion }) => (suggestion ? [suggestion] : []),
    details: () => ({}),
  }),
  NOT_FOUND: define<{ reference: string; suggestion?: string }>({
    status: 404,
    when: 'There is no such thing, or the caller may not know of it: the two are answered alike.',
    message: ({ reference }) => `There is no ${reference}.`,
    suggestions: ({ suggestion }) => [suggestion ?? 'Check the spelling; what is private is shown only to those who are signed in and may see it.'],
    details: ({ reference }) => ({ reference }),
  }),
  BAD_USER_INPUT: define<{ reason: string; suggestion?: string }>({
    status: 400,
    when: 'The request as a whole cannot be understood: its syntax, its size or its shape.',
    message: ({ reason }) => reason,
    suggestions: ({ suggestion }) => (suggestion ? [suggestion] : []),
    details: () => ({}),
  }),
  VALIDATION_FAILED: define<{ fields: readonly FieldFault[] }>({
    status: 400,
    when: 'One or more fields hold values that break a rule; details.fields names each.',
    message: ({ fields }) => fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    suggestions: ({ fields }) => fields.flatMap(({ fix }) => (fix ? [fix] : [])),
  }),
  STEP_UP_REQUIRED: define<None>({
    status: 403,
    when: 'A dangerous act needs the second factor once more.',
    message: () => 'This act needs your second factor once more.',
    suggestions: () => ['Confirm with your second factor and try again.'],
  }),
  AUTHORIZATION_PENDING: define<None>({
    status: 400,
    when: 'The sign-in of a device was not approved yet.',
    message: () => 'The sign-in was not approved yet.',
    suggestions: () => ['Approve it in the browser; ask again after the interval.'],
  }),
  SLOW_DOWN: define<{ intervalSeconds: number }>({
    status: 400,
    when: 'A device asks for its sign-in more often than it was told to.',
    message: ({ intervalSeconds }) => `Asked too often; wait ${intervalSeconds} seconds between two attempts.`,
    suggestions: ({ intervalSeconds }) => [`Ask again in ${intervalSeconds} seconds.`],
  }),
  HANDLE_TAKEN: define<{ handle: string }>({
    status: 409,
    when: 'The handle belongs, or once belonged, to another account or organization.',
    message: ({ handle }) => `The handle ${handle} is taken.`,
    suggestions: () => ['Choose another handle; a released one is never given again.'],
  }),
  HANDLE_RESERVED: define<{ handle: string; reason: string }>({
    status: 409,
    when: 'The handle is kept for the registry, or reads like a name that others know.',
    message: ({ handle, reason }) => `The handle ${handle} cannot be used: ${reason}.`,
    suggestions: () => ['Choose another handle.'],
  }),
  LAST_OWNER: define<{ handle: string }>({
    status: 409,
    when: 'The act would leave an organization without an owner.',
    message: ({ handle }) => `@${handle} would be left without an owner.`,
    suggestions: () => ['Make another member owner first.'],
  }),
  NAMESPACE_PERMISSION_DENIED: define<{ handle: string; needed: string }>({
    status: 403,
    when: 'The caller lacks the role, or the key the scope, in a namespace whose things it may see.',
    message: ({ handle, needed }) => `This needs ${needed} in @${handle}.`,
    suggestions: ({ handle }) => [`Ask an owner of @${handle} for the role, or use a key with the scope.`],
  }),
  POLICY_VIOLATION: define<{ policy: string; reason: string; suggestion?: string }>({
    status: 403,
    when: 'A rule of the namespace or of the registry forbids it.',
    message: ({ reason }) => reason,
    suggestions: ({ suggestion }) => (suggestion ? [suggestion] : []),
    details: ({ policy }) => ({ policy }),
  }),
  /** @param isRemoved  whether the version was unpublished: it exists no more, and its number is used up */
  VERSION_EXISTS: define<{ reference: string; digest?: string; isRemoved?: boolean }>({
    status: 409,
    when: 'The version was published with other bytes, or its number is used up: versions never change.',
    message: ({ reference, digest, isRemoved }) =>
      isRemoved ? `${reference} was removed; its number is used up.` : `${reference} exists already${digest ? ` as ${digest}` : ''}; a version never changes.`,
    suggestions: () => ['Publish the change under a higher version.'],
  }),
  VERSION_NOT_YANKABLE: define<{ reference: string; status: string }>({
    status: 409,
    when: 'Only a published version can be yanked, and only a yanked one taken back.',
    message: ({ reference, status }) => `${reference} is ${status.toLowerCase()}; that cannot be yanked or taken back.`,
    suggestions: () => [],
  }),
  VERSION_QUARANTINED: define<{ reference: string; reason: string | null }>({
    status: 403,
    when: 'The version is not served, because its safety is in doubt.',
    message: ({ reference, reason }) => `${reference} is quarantined${reason ? `: ${reason}` : ''}.`,
    suggestions: () => ['Choose another version: gati versions NAME'],
  }),
  UNSIGNED: define<{ reference: string }>({
    status: 403,
    when: 'The version has no signature yet; told to those who may write to its namespace only.',
    message: ({ reference }) => `${reference} is staged: no trusted signature has arrived.`,
    suggestions: () => ['Sign it with a registered key: gati publish, or cosign sign --key'],
  }),
  SIGNATURE_INVALID: define<{ reference: string; reason: string }>({
    status: 403,
    when: 'A signature is there and does not hold: other bytes, another key, or a damaged form.',
    message: ({ reference, reason }) => `The signature of ${reference} does not hold: ${reason}.`,
    suggestions: () => ['Sign the digest again with a key that is registered for the namespace: gati keys list'],
  }),
  KEY_REVOKED: define<{ fingerprint: string; revokedAt: string }>({
    status: 403,
    when: 'The key that signed had been revoked by then.',
    message: ({ fingerprint, revokedAt }) => `The key ${fingerprint} is revoked ${revokedSince(revokedAt)}.`,
    suggestions: () => ['Sign with a key that is valid: gati keys generate --register @namespace'],
  }),
  DIGEST_INVALID: define<{ expected: string; actual?: string; reason?: string }>({
    status: 400,
    when: 'The bytes do not have the digest or the length that was stated, or a digest is not written as one.',
    message: ({ expected, actual, reason }) => reason ?? `The bytes have the digest ${actual ?? 'of something else'}, not ${expected}.`,
    suggestions: () => ['Send the bytes again; if it happens again, compute the digest again.'],
    details: ({ expected, actual }) => ({ expected, ...(actual ? { actual } : {}) }),
  }),
  MANIFEST_INVALID: define<{ reason: string; fields?: readonly FieldFault[] }>({
    status: 400,
    when: 'A manifest breaks a rule of OCI or of its artifact type.',
    message: ({ reason, fields }) => (fields?.length ? `${reason} ${fields.map(({ path, message }) => `${path || '/'}: ${message}`).join('; ')}` : reason),
    suggestions: ({ fields }) => (fields ?? []).flatMap(({ fix }) => (fix ? [fix] : [])),
    details: ({ fields }) => (fields ? { fields } : {}),
  }),
  /** @param used, asked  of a namespace's storage: what is there, and what was to come on top */
  QUOTA_EXCEEDED: define<{ what: string; limit: number; found: number; used?: number; asked?: number; suggestion?: string }>({
    status: 413,
    when: 'A limit of size or number is passed, or the storage that a namespace may use.',
    message: ({ what, limit, found }) => `${what} is ${found}, more than the limit of ${limit}.`,
    suggestions: ({ suggestion }) => [suggestion ?? 'Make it smaller, or split it.'],
    details: ({ suggestion: _, ...numbers }) => numbers,
  }),
  MALWARE_DETECTED: define<{ reference: string; findings: readonly string[] }>({
    status: 403,
    when: 'Code that does harm was found; the version number is used up.',
    message: ({ reference, findings }) => `${reference} is refused as malicious: ${findings.join('; ')}.`,
    suggestions: () => ['Remove the code and publish under a higher version.'],
  }),
  VULNERABILITIES_DETECTED: define<{ reference: string; reason: string }>({
    status: 403,
    when: 'Known vulnerabilities stand against a policy.',
    message: ({ reference, reason }) => `${reference}: ${reason}.`,
    suggestions: () => ['gati scan REF lists the findings and the fixed versions.'],
  }),
  PAYMENT_REQUIRED: define<{ reference: string }>({
    status: 402,
    when: 'The artifact is not free and the caller has no right to use it.',
    message: ({ reference }) => `${reference} has to be bought first.`,
    suggestions: () => ['Open its page and choose a plan.'],
  }),
  DEPENDENCY_CONFLICT: define<{ name: string; wanted: readonly { by: string; range: string }[] }>({
    status: 409,
    when: 'No version of a dependency satisfies everyone who needs it.',
    message: ({ name, wanted }) => `No version of ${name} satisfies ${wanted.map(({ by, range }) => `${range} (wanted by ${by})`).join(' and ')}.`,
    suggestions: () => ['Change one of the ranges.'],
  }),
  DEPENDENCY_CYCLE: define<{ path: readonly string[] }>({
    status: 409,
    when: 'An artifact needs itself by way of its dependencies.',
    message: ({ path }) => `The dependencies run in a circle: ${path.join(' → ')}.`,
    suggestions: () => ['Remove one of these dependencies.'],
  }),
  RATE_LIMITED: define<{ retryAfterSeconds: number }>({
    status: 429,
    when: 'The caller asks more often than it may.',
    message: ({ retryAfterSeconds }) => `Too many requests; try again in ${retryAfterSeconds} s.`,
    suggestions: ({ retryAfterSeconds }) => [`Wait ${retryAfterSeconds} s.`],
  }),
  IDEMPOTENCY_CONFLICT: define<{ key: string }>({
    status: 409,
    when: 'An idempotency key is used again for something else.',
    message: ({ key }) => `The idempotency key ${key} was used for another request.`,
    suggestions: () => ['Use a new key for a new request.'],
  }),
  UPSTREAM_UNAVAILABLE: define<{ what: string }>({
    status: 503,
    when: 'A part that is needed for the answer cannot be reached now.',
    message: ({ what }) => `${what} cannot be reached now.`,
    suggestions: () => ['Try again in a moment.'],
  }),
  INTERNAL: define<None>({
    status: 500,
    when: 'Something went wrong inside; the log has the request id.',
    message: () => 'Something went wrong inside the registry.',
    suggestions: () => ['Try again; if it happens again, report the request id.'],
  }),
} as const;

export type ErrorCode = keyof typeof catalogue;
/** What the message of a code is made of. */
export type ErrorParams<C extends ErrorCode> = (typeof catalogue)[C] extends Definition<infer P> ? P : never;
/** The definition of a code with its parameters forgotten, for doors that translate any of them. */
export const definitionOf = (code: ErrorCode): Definition<unknown> => catalogue[code] as Definition<unknown>;

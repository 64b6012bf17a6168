/** An entry of the audit log. */
export interface AuditEntryRow {
  readonly id: bigint;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: unknown;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly namespaceId: string | null;
}

/** Which entries to read; all where it is empty. */
export interface AuditFilter {
  /** Handle without the @, or `registry` or `anonymous`. */
  readonly actor?: string | undefined;
  /** One action, or `member.*` for all of that kind. */
  readonly action?: string | undefined;
  /** `@acme/auth` means that and what is below it: its versions, its tags. */
  readonly target?: string | undefined;
  readonly since?: Date | undefined;
  /** The first instant that is not meant any more. */
  readonly until?: Date | undefined;
}

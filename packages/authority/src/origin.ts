/** From where a request came, for limits and the audit log. */
export interface RequestOrigin {
  /** The client's network address as the edge saw it. */
  readonly clientAddress?: string | undefined;
  readonly requestId?: string | undefined;
}

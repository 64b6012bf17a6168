/** The command was not written as it is meant to be: exit code 2. */
export class UsageError extends Error {
  /** What to write instead, or where to read about it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}
export interface Mailer {
  /** Hands a mail over for delivery. @throws when it was not taken */
  readonly send: (mail: Mail) => Promise<void>;
  readonly check: () => Promise<void>;
}

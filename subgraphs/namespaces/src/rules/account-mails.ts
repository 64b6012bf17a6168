const hour = 60 * 60_000;

/** How long a code from a mail counts: a new password is a matter of the hour, an address can wait for the next look into the mailbox. */
export const mailCodeLifetimesMs = { verify: 48 * hour, reset: hour } as const;

/** Subject and text of a mail, in plain text. */
interface MailText {
  readonly subject: string;
  readonly text: string;
}
interface CodeMail {
  /** Host of the registry, by which people know it. */
  readonly host: string;
  readonly handle: string;
  readonly code: string;
  readonly publicUrl: string;
}

const lines = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`;

/** Asks whoever reads the mailbox to say that the address is theirs. */
export const verifyMail = ({ host, handle, code, publicUrl }: CodeMail): MailText => ({
  subject: `Confirm your address for @${handle}`,
  text: lines(
    `Somebody, probably you, gave this address for the account @${handle} on ${host}. To confirm that it is yours, open this link within 48 hours:`,
    `${publicUrl}/verify-email?code=${code}`,
    'If you know nothing of it, do nothing: without this link the address is not confirmed.',
  ),
});

/** Lets whoever reads the mailbox set a new password. */
export const resetMail = ({ host, handle, code, publicUrl }: CodeMail): MailText => ({
  subject: `Set a new password for @${handle}`,
  text: lines(
    `Somebody, probably you, asked to set a new password for the account @${handle} on ${host}. To do so, open this link within an hour; it works once:`,
    `${publicUrl}/reset-password?code=${code}`,
    'All sessions of the account end with that. If you know nothing of it, do nothing: the password stays as it is.',
  ),
});

/** Tells the holder of a verified address that somebody wrote it for another account; whoever signed up is not told. */
export const addressTakenMail = ({
  host,
  holder,
  claimant,
  publicUrl,
}: {
  readonly host: string;
  readonly holder: string;
  readonly claimant: string;
  readonly publicUrl: string;
}): MailText => ({
  subject: `You have an account on ${host} already`,
  text: lines(
    `Somebody gave this address for a new account, @${claimant}, on ${host}. It belongs to your account @${holder}, so it was not confirmed for the new one, and nothing changed for yours.`,
    `If it was you, sign in as @${holder}: ${publicUrl}/login`,
    'If it was not, there is nothing to do.',
  ),
});

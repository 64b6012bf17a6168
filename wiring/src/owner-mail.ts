import type { Mailer } from '@gati/mailer';

/** Sends a mail to each owner of a namespace. @throws when one was not taken; a second attempt reaches some of them twice */
export const createOwnerMail =
  ({ ownerEmails, mailer }: { readonly ownerEmails: (namespaceId: string) => Promise<readonly string[]>; readonly mailer: Pick<Mailer, 'send'> }) =>
  async (namespaceId: string, { subject, text }: { readonly subject: string; readonly text: string }): Promise<void> => {
    for (const to of await ownerEmails(namespaceId)) await mailer.send({ to, subject, text });
  };

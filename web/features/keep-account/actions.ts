'use server';

import { RequestEmailVerification } from '#web/features/keep-account/queries.ts';
import { type Failure, refusalOf } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

/** A request for a mail after it was sent. */
export interface MailRequest {
  readonly failure: Failure | null;
  readonly isSent: boolean;
}

/** Has another mail sent with which the reader proves the address. */
export async function requestMail(): Promise<MailRequest> {
  const { data, failures } = await ask(RequestEmailVerification, {});
  const failure = refusalOf(data?.requestEmailVerification, failures);
  return { failure, isSent: failure === null };
}

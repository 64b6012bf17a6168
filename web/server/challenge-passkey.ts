'use server';

import { graphql } from '#web/gql/index.ts';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { askAsNobody } from '#web/server/viewer.ts';

const StartPasskeySignIn = graphql(`
  mutation StartPasskeySignIn {
    startPasskeySignIn {
      options
    }
  }
`);

/** A challenge that any passkey of this registry may answer, as JSON. */
export async function challengePasskey(): Promise<{ readonly options: string | null; readonly failure: Failure | null }> {
  const { data, failures } = await askAsNobody(StartPasskeySignIn, {});
  return data?.startPasskeySignIn ? { options: data.startPasskeySignIn.options, failure: null } : { options: null, failure: failures[0] ?? unreachable };
}

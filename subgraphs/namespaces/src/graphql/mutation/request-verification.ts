import { parseHandle } from '@gati/identifiers';
import type { VerificationRow } from '../../index.ts';
import type { Context } from '../context.ts';
import { showVerification } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly kind: Uppercase<VerificationRow['kind']>;
  readonly subject: string;
  readonly method?: Uppercase<VerificationRow['method']> | null;
}

export const requestVerification = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const { subject, kind, method } = input;
  const wanted = {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    kind: kind.toLowerCase() as VerificationRow['kind'],
    subject,
    method: (method?.toLowerCase() ?? null) as VerificationRow['method'] | null,
  };
  return { verification: showVerification(await namespaces.requestVerification(principal, wanted, origin)) };
};

import type { SignatureVerdict, Signer } from '@gati/signatures';

/** A signature of a manifest with its verdict. */
export interface JudgedSignature {
  readonly status: SignatureVerdict['status'];
  readonly signer: Signer | null;
  readonly reason: string | null;
  readonly signedAt: Date;
  readonly carrierDigest: string;
  readonly position: number;
}

/** What its signatures say about a manifest. The three are never mixed: absent is not wrong, and wrong is not absent. */
export type TrustDecision<S> =
  { readonly kind: 'unsigned' } | { readonly kind: 'refused'; readonly signature: S } | { readonly kind: 'trusted'; readonly signature: S };

/** One valid signature is enough, and the earliest counts. Without one the newest speaks, because it is the publisher's last attempt. Attestations are not signatures and must not be given. */
export function decideTrust<S extends JudgedSignature>(signatures: readonly S[]): TrustDecision<S> {
  const ordered = signatures.toSorted(
    (a, b) =>
      a.signedAt.getTime() - b.signedAt.getTime() || (a.carrierDigest < b.carrierDigest ? -1 : a.carrierDigest > b.carrierDigest ? 1 : a.position - b.position),
  );
  const trusted = ordered.find(({ status }) => status === 'VALID');
  if (trusted) return { kind: 'trusted', signature: trusted };
  const last = ordered.at(-1);
  return last ? { kind: 'refused', signature: last } : { kind: 'unsigned' };
}

/** A refusal as the publisher reads it. */
export const refusalReason = ({ status, reason }: Pick<JudgedSignature, 'status' | 'reason'>): string =>
  `Its signature is ${status.toLowerCase()}${reason ? `: ${reason}` : ''}. Sign it again with a key that is registered for the namespace.`;

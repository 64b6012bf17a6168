import type { SigningKeyRow } from '../index.ts';

/** Rows as the schema writes them. */

export const showSigningKey = ({ id, fingerprint, algorithm, publicKeyPem, validFrom, revokedAt }: SigningKeyRow) => ({
  id,
  fingerprint,
  algorithm,
  publicKeyPem,
  validFrom,
  revokedAt,
});

/** A version that artifacts knows; it decides again whether the asker may see it. */
export const versionReference = (versionId: string) => ({ __typename: 'Version' as const, id: versionId });

import { parseArtifactName, splitName } from '@gati/identifiers';
import { SameArtifactDocument, type RegistryClient } from '@gati/sdk';

/** Tells whether what is signed under one name may be had by another: the artifact was transferred, or its namespace renamed. */
export type IsSameArtifact = (signedAs: string, name: string) => Promise<boolean>;

/**
 * Both names must lead to one artifact, and differ in the namespace alone. The registry is believed no more than that: whose signature counts is decided by the
 * keys that are trusted for the name it is had by.
 */
export const createSameArtifact =
  ({ client }: { readonly client: RegistryClient }): IsSameArtifact =>
  async (signedAs, name) => {
    if (componentOf(signedAs) === null || componentOf(signedAs) !== componentOf(name)) return false;
    const { one, other } = await client.query(SameArtifactDocument, { one: signedAs, other: name });
    return one != null && one.id === other?.id;
  };

/** A signed manifest may say anything. */
function componentOf(text: string): string | null {
  try {
    return splitName(parseArtifactName(text)).component;
  } catch {
    return null;
  }
}

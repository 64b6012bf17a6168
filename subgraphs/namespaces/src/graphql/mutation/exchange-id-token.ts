import { parseArtifactName } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly idToken: string;
  readonly artifact: string;
}

export const exchangeIdToken = (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) =>
  namespaces.exchangeIdToken({ token: input.idToken, artifact: parseArtifactName(input.artifact, 'input.artifact') }, origin);

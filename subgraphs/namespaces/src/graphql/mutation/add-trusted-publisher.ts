import { parseArtifactName, splitName } from '@gati/identifiers';
import type { Context } from '../context.ts';
import { showTrustedPublisher } from '../shapes.ts';

interface Input {
  readonly artifact: string;
  readonly issuer: string;
  readonly repository: string;
  readonly workflow: string;
  readonly environment?: string | null;
}

export const addTrustedPublisher = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const artifact = parseArtifactName(input.artifact, 'input.artifact');
  const wanted = { ...input, artifact, environment: input.environment ?? null };
  return { trustedPublisher: showTrustedPublisher(await namespaces.addTrustedPublisher(principal, wanted, origin), splitName(artifact).handle) };
};

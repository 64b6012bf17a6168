import type { Scope } from '@gati/authority';
import { parseArtifactPatterns, parseDisplayText, parseGivenScopes, parseLimit } from '../../index.ts';
import type { Context } from '../context.ts';
import { showApiKey } from '../shapes.ts';

interface Input {
  readonly name: string;
  readonly scopes: readonly Uppercase<Scope>[];
  readonly namespaces?: readonly string[] | null;
  readonly artifacts?: readonly string[] | null;
  readonly robot?: string | null;
  readonly expiresAt?: Date | null;
}

export const createApiKey = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = {
    name: parseDisplayText(input.name, 'input.name'),
    scopes: parseGivenScopes(
      input.scopes.map((scope) => scope.toLowerCase() as Scope),
      'input.scopes',
    ),
    namespaces: parseLimit(input.namespaces ?? null, 'input.namespaces'),
    artifacts: parseArtifactPatterns(input.artifacts ?? null, 'input.artifacts'),
    robot: input.robot ?? null,
    expiresAt: input.expiresAt ?? null,
  };
  const { secret, apiKey } = await namespaces.createApiKey(principal, wanted, origin);
  return { secret, apiKey: showApiKey(apiKey) };
};

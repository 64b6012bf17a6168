import { parseRepository, type ArtifactName } from '@gati/identifiers';

export const repositoryActions = ['pull', 'push', 'delete'] as const;
export type RepositoryAction = (typeof repositoryActions)[number];

/** What a client asks a token for. */
export interface RepositoryScope {
  readonly name: ArtifactName;
  /** As the client wrote it, and as the token must name it. */
  readonly repository: string;
  readonly actions: ReadonlySet<RepositoryAction>;
}

/** More than any client asks for at once (a mount asks for two). */
export const scopesMax = 50;

/**
 * The scopes of a Docker token request: `repository:acme/auth:pull,push`, several in one parameter or in several (distribution, "Token Scope Documentation").
 * What is no repository of ours (`registry:catalog:*`, other names) is left out, as the protocol wants: the token then simply does not have it. Scopes of one repository are joined.
 * @returns null when there are more than `scopesMax`
 */
export function parseScopes(parameters: readonly string[]): readonly RepositoryScope[] | null {
  const texts = parameters.flatMap((parameter) => parameter.split(' ')).filter((text) => text !== '');
  if (texts.length > scopesMax) return null;
  const byRepository = new Map<string, { name: ArtifactName; actions: Set<RepositoryAction> }>();
  for (const text of texts) {
    const match = /^repository(?:\([a-z0-9]+\))?:([^:]+):([a-z*,]*)$/.exec(text);
    const repository = match?.[1] ?? '';
    const name = parseRepository(repository);
    if (!match || !name) continue;
    const wanted = (match[2] ?? '').split(',');
    const entry = byRepository.get(repository) ?? { name, actions: new Set<RepositoryAction>() };
    for (const action of repositoryActions) if (wanted.includes(action) || wanted.includes('*')) entry.actions.add(action);
    byRepository.set(repository, entry);
  }
  return [...byRepository].map(([repository, { name, actions }]) => ({ name, repository, actions }));
}

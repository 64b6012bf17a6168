import { RegistryError } from '@gati/errors';

/** A user's or organization's unique name: 1–39 lower-case letters, digits and single hyphens, none at either end. */
export type Handle = string & { readonly __kind: 'Handle' };
/** `@acme/auth`: a handle and an OCI path component of at most 100 characters, both lower case. */
export type ArtifactName = string & { readonly __kind: 'ArtifactName' };

export interface NameParts {
  readonly handle: Handle;
  /** The part after the slash. */
  readonly component: string;
}

const handlePattern = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/;
/** A path component of an OCI repository name (Distribution Specification 1.1, "Pulling manifests"). */
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const componentLengthMax = 100;

/** Long input is named by its beginning, so that an error stays readable. */
const shown = (text: string): string => `«${text.length > 80 ? `${text.slice(0, 80)}…` : text}»`;
const refuse = (path: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path, message, fix }] });

/** Takes a handle with or without the @. @throws VALIDATION_FAILED with the value and the rule */
export function parseHandle(text: string, path = 'handle'): Handle {
  const handle = text.startsWith('@') ? text.slice(1) : text;
  if (!handlePattern.test(handle))
    throw refuse(path, `${shown(text)} is not a handle`, 'Use 1 to 39 lower-case letters, digits and single hyphens, none at either end.');
  return handle as Handle;
}

const areParts = (handle: string, component: string): boolean =>
  handlePattern.test(handle) && component.length <= componentLengthMax && componentPattern.test(component);

/** @throws VALIDATION_FAILED with the value and the rule */
export function parseArtifactName(text: string, path = 'artifact'): ArtifactName {
  const slash = text.indexOf('/');
  if (!text.startsWith('@') || slash < 0 || !areParts(text.slice(1, slash), text.slice(slash + 1))) {
    throw refuse(
      path,
      `${shown(text)} is not like @handle/name`,
      'Use lower-case letters, digits, single hyphens, dots and underscores, for example @acme/auth.',
    );
  }
  return text as ArtifactName;
}

/** An OCI repository `<handle>/<name>` as the artifact's name; null when it cannot be one of ours. */
export function parseRepository(repository: string): ArtifactName | null {
  const [handle = '', component = '', ...rest] = repository.split('/');
  return rest.length === 0 && areParts(handle, component) ? (`@${handle}/${component}` as ArtifactName) : null;
}

export function splitName(name: ArtifactName): NameParts {
  const slash = name.indexOf('/');
  return { handle: name.slice(1, slash) as Handle, component: name.slice(slash + 1) };
}

/** The artifact's repository on `/v2`, for example acme/auth. */
export const repositoryOf = (name: ArtifactName): string => name.slice(1);

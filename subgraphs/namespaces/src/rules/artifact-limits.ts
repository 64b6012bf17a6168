import { RegistryError } from '@gati/errors';
import { parseHandle, type Handle } from '@gati/identifiers';

/** Artifacts of one namespace, by name. */
export interface ArtifactPattern {
  readonly handle: Handle;
  /** Name without its namespace; `*` stands for any text. */
  readonly pattern: string;
}

const patternsMax = 100;
/** What a name can be made of, and `*`. */
const pattern = /^[a-z0-9._*-]{1,100}$/;
/** More would not be read by people. */
const starsMax = 3;

const refuse = (path: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path, message, fix }] });

/** The artifacts that a key is limited to, each once; none for null. @throws VALIDATION_FAILED with the place and the rule */
export function parseArtifactPatterns(texts: readonly string[] | null, path: string): readonly ArtifactPattern[] {
  if (texts === null) return [];
  if (texts.length === 0) throw refuse(path, 'is empty', 'Name the artifacts, or leave the field out.');
  if (texts.length > patternsMax) throw refuse(path, `names ${texts.length} patterns, more than ${patternsMax}`, 'Make several keys.');
  return [...new Set(texts)].map((text, i) => {
    const slash = text.indexOf('/');
    const component = text.slice(slash + 1);
    if (slash < 0 || !pattern.test(component) || component.split('*').length - 1 > starsMax) {
      throw refuse(`${path}.${i}`, `«${text.slice(0, 80)}» is no pattern of artifacts`, 'Write it like @acme/auth or @acme/web-*, with three * at most.');
    }
    return { handle: parseHandle(text.slice(0, slash), `${path}.${i}`), pattern: component };
  });
}

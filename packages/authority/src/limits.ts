/** What a credential is limited to is a set of texts: the id of a namespace stands for all of it, `<id>/<pattern>` for its artifacts with such a name. */
type Limits = ReadonlySet<string> | null;

/** A place that may lie within a limit. */
export interface Place {
  readonly namespaceId: string;
  /** Name of an artifact there; absent where the namespace as a whole is asked about. */
  readonly artifact?: string | undefined;
}

/** The limit to artifacts of a namespace whose names match the pattern: `*` stands for any text, everything else for itself. */
export const artifactLimit = (namespaceId: string, pattern: string): string => `${namespaceId}/${pattern}`;

/** Whether a credential with these limits reaches a place. Whoever is limited to some artifacts reaches no namespace as a whole. */
export function isWithin(limits: Limits, { namespaceId, artifact }: Place): boolean {
  if (limits === null || limits.has(namespaceId)) return true;
  if (artifact === undefined) return false;
  const beginning = artifactLimit(namespaceId, '');
  for (const limit of limits) if (limit.startsWith(beginning) && matches(limit.slice(beginning.length), artifact)) return true;
  return false;
}

/** Whether everything that `wanted` reaches is within the limits too: the same limit, a part of a whole namespace, or a plain name that a pattern matches. */
export function covers(limits: Limits, wanted: string): boolean {
  if (limits === null || limits.has(wanted)) return true;
  const slash = wanted.indexOf('/');
  if (slash < 0) return false;
  const [namespaceId, pattern] = [wanted.slice(0, slash), wanted.slice(slash + 1)];
  return isWithin(limits, { namespaceId, artifact: pattern.includes('*') ? undefined : pattern });
}

/** In time that grows with the length alone: each part is looked for once, from where the one before ended. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return pattern === text;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
}

import { parseReference, type Reference } from '@gati/identifiers';
import { UsageError } from './command-line/usage-error.ts';

/** The text after the name of a reference; `latest` where there is none. */
export const selectorText = ({ selector }: Reference): string => {
  if (selector.kind === 'version') return selector.version;
  if (selector.kind === 'digest') return selector.digest;
  return selector.kind === 'range' ? selector.range : selector.label;
};

/** A reference that names one version exactly, as what changes a version has to. @throws UsageError for a label or range · VALIDATION_FAILED */
export function parseExact(text: string): { readonly artifact: string; readonly version: string } {
  const { name, selector } = parseReference(text);
  if (selector.kind !== 'version')
    throw new UsageError(`«${text}» does not name a version exactly.`, `Write for example ${name}@1.2.0; gati versions ${name} lists them.`);
  return { artifact: name, version: selector.version };
}

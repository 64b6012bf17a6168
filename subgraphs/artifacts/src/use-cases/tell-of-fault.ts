import type { ArtifactEvents } from '../events.ts';
import type { TellOwners } from '../ports.ts';

const faults = { changed: 'do not have their digest any more', missing: 'are not in the store any more' } as const;

/** Tells the owners of a namespace that a blob of theirs is not served any more, and how to heal it. */
export const tellOfFault =
  ({ tellOwners }: { readonly tellOwners: TellOwners }) =>
  ({ namespaceId, digest, fault, names }: ArtifactEvents['blob.setAside']): Promise<void> =>
    tellOwners(namespaceId, {
      subject: `Stored bytes of ${names[0] ?? 'your namespace'} are damaged`,
      text: [
        `The bytes of ${digest} ${faults[fault]}. They were set aside and are served to nobody.`,
        '',
        `They belong to: ${names.join(', ')}.`,
        '',
        'Push the same content again to heal it: the registry takes any bytes that have this digest, and everything that names them works as before. Nothing else has to be changed.',
        '',
      ].join('\n'),
    });

import type { VersionStatus } from '#web/gql/graphql.ts';
import { type Tone, Toned } from '#web/design/severity.tsx';

const unusual: Record<Exclude<VersionStatus, 'PUBLISHED'>, { readonly tone: Tone; readonly word: string }> = {
  YANKED: { tone: 'medium', word: 'yanked' },
  QUARANTINED: { tone: 'critical', word: 'quarantined' },
  STAGED: { tone: 'low', word: 'staged' },
  REJECTED: { tone: 'critical', word: 'rejected' },
};

/** A version's status in a word; what is ordinary stays quiet. */
export function Status({ status }: { status: VersionStatus }) {
  if (status === 'PUBLISHED') return <span className="quiet">published</span>;
  const { tone, word } = unusual[status];
  return <Toned tone={tone}>{word}</Toned>;
}

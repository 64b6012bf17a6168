import { date } from '#web/design/format.ts';
import { ToneShape } from '#web/design/severity.tsx';

interface BadgeFacts {
  readonly kind: 'DOMAIN' | 'GITHUB' | 'SOCIAL';
  readonly subject: string;
  readonly verifiedAt?: string;
}

/** What was proved about a publisher, in few words: the domain, or the account elsewhere. Nothing where nothing was proved. */
export function VerifiedMark({ badges }: { badges: readonly BadgeFacts[] | undefined }) {
  const best = badges?.find(({ kind }) => kind === 'DOMAIN') ?? badges?.[0];
  if (!best) return null;
  return (
    <span className="toned tone-ok small" title={best.verifiedAt ? `Proved on ${date(best.verifiedAt)}` : undefined}>
      <ToneShape tone="ok" />
      {best.subject}
    </span>
  );
}

import type { Failure } from '#web/server/answer.ts';
import { FailureReference } from '#web/design/failure-reference.tsx';
import { type Tone, ToneShape } from '#web/design/severity.tsx';

/** A warning or a note that concerns the whole page: a coloured rule, a shape, a sentence. */
export function Strip({ tone, label, children }: { tone: Tone; label: string; children: React.ReactNode }) {
  return (
    <aside className={`strip strip-${tone}`} aria-label={label}>
      <span className={`tone-${tone}`}>
        <ToneShape tone={tone} />
      </span>
      <div className="flex-1">{children}</div>
    </aside>
  );
}

/** Stands where a section would stand that could not be read; the rest of the page works.
 *  @param section  what is missing, for example `The scan`
 *  @param retry  address of the page itself */
export function FailedSection({ failure, section, retry }: { failure: Failure; section: string; retry: string }) {
  return (
    <div className="strip" role="group" aria-label={`${section} could not be read`}>
      <p className="flex-1">
        {section} could not be read: {failure.message} <FailureReference failure={failure} />
      </p>
      <a href={retry} className="button-quiet" data-reload="">
        Retry
      </a>
    </div>
  );
}

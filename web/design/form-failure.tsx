import { FailureReference } from '#web/design/failure-reference.tsx';
import type { Failure } from '#web/server/answer.ts';

/** Why a form was refused, read out as soon as it appears. Faults of single fields stand at the fields. */
export function FormFailure({ failure }: { failure: Failure | null }) {
  if (!failure) return null;
  return (
    <div role="alert" className="strip strip-critical">
      <div className="grid gap-1">
        <p>{failure.message}</p>
        {failure.suggestions.map((suggestion) => (
          <p key={suggestion} className="small">
            {suggestion}
          </p>
        ))}
        <p>
          <FailureReference failure={failure} />
        </p>
      </div>
    </div>
  );
}

/** What is wrong with the input of this name. */
export const faultOf = (failure: Failure | null, name: string): string | undefined => failure?.fields.find((field) => field.name === name)?.message;

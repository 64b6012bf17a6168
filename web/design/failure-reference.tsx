import { errorPath } from '#web/design/paths.ts';
import type { Failure } from '#web/server/answer.ts';

/** Code, with its explanation, and request id of a refusal. */
export function FailureReference({ failure: { code, requestId } }: { failure: Pick<Failure, 'code' | 'requestId'> }) {
  return (
    <span className="small quiet">
      <a href={errorPath(code)}>
        <code>{code}</code>
      </a>
      {requestId && (
        <>
          {' '}
          · request <code>{requestId}</code>
        </>
      )}
    </span>
  );
}

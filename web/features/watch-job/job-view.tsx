import { duration, timeOfDay } from '#web/design/format.ts';
import { severities, severityOrder, type Tone, Toned, toneOfScore, ToneShape } from '#web/design/severity.tsx';
import { isScanOver, type Job, type StepName, type StepState, endedBy, stepsOf, stepWords, type Watched } from '#web/features/watch-job/job.ts';
import { Outcome } from '#web/features/watch-job/outcome.tsx';

/** A job as the page shows it: steps with times, what was found so far, the outcome with its next step. Rendered by the server first and by the browser from then on.
 *  @param connection  how well the page knows what it shows
 *  @param announcement  the present step, read out when it changes */
export function JobView({
  job,
  watched,
  connection,
  announcement,
  children,
}: {
  job: Job;
  watched: Watched;
  connection: React.ReactNode;
  announcement: string;
  children?: React.ReactNode;
}) {
  const { scan, index } = job;
  return (
    <div className="grid gap-5">
      <p className="flex flex-wrap items-baseline gap-x-4">
        <strong>{connection}</strong>
        <span role="status">{announcement}</span>
      </p>
      <div className="sidebar-right">
        <section aria-label="Steps" className="grid content-start gap-4">
          <ol className="steps ruled-top">
            {stepsOf(job).map(({ name, state }) => (
              <li key={name} data-state={state} data-step={name}>
                <StepShape state={state} />
                <span>
                  {stepWords[name]}
                  {state === 'running' && (
                    <progress
                      className="meter"
                      max={100}
                      value={name === 'INDEX' ? index?.percent : scan.percent}
                      aria-label={`${stepWords[name]}, progress`}
                    />
                  )}
                </span>
                <span className="small quiet">{timeOf(name, state, job, watched)}</span>
              </li>
            ))}
          </ol>
          <Outcome job={job} />
          {children}
        </section>
        <section aria-labelledby="found" className="grid content-start gap-3">
          <h2 id="found" className="column-head">
            {isScanOver(scan) ? 'Found' : 'Found so far'}
          </h2>
          {scan.score !== null && (
            <p>
              <Toned tone={toneOfScore(scan.score, job.status)}>Score {scan.score} of 100</Toned>
            </p>
          )}
          <ul className="grid gap-1">
            {severityOrder.map((severity) => {
              const { word, tone } = severities[severity];
              const count = scan.counts[severity.toLowerCase() as Lowercase<typeof severity>];
              return (
                <li key={severity} className={count === 0 ? 'flex justify-between quiet' : 'flex justify-between'}>
                  {count === 0 ? word : <Toned tone={tone}>{word}</Toned>}
                  <span>{count}</span>
                </li>
              );
            })}
          </ul>
          {job.findings.length > 0 && (
            <ul className="grid gap-2 small">
              {job.findings.map(({ id, severity, title }) => (
                <li key={id}>
                  <Toned tone={severities[severity].tone}>{severities[severity].word}</Toned> {title}
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  );
}

const shapes: Record<StepState, Tone | null> = { done: 'ok', failed: 'critical', unknown: 'unknown', waiting: null, running: null };
const stateWords: Record<StepState, string> = { done: 'done', failed: 'failed', unknown: 'not known', waiting: 'waiting', running: 'at work' };

function StepShape({ state }: { state: StepState }) {
  const tone = shapes[state];
  return (
    <>
      {tone ? (
        <span className={`tone-${tone}`}>
          <ToneShape tone={tone} />
        </span>
      ) : (
        <svg viewBox="0 0 12 12" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
          {state === 'running' ? <path d="M3 1.5L9 6l-6 4.5z" fill="currentColor" /> : <circle cx="6" cy="6" r="4.5" />}
        </svg>
      )}
      <span className="sr-only">{stateWords[state]}: </span>
    </>
  );
}

function timeOf(name: StepName, state: StepState, { endedAt }: Job, { tookMs }: Watched): string {
  const took = tookMs[name];
  if (took !== undefined) return duration(took);
  if (state !== 'done') return stateWords[state];
  const ended = endedAt[name];
  if (ended) return timeOfDay(ended);
  const latest = endedBy(name, endedAt);
  return latest ? `by ${timeOfDay(latest)}` : stateWords.done;
}

import { counted } from '#web/design/format.ts';
import { artifactPath } from '#web/design/paths.ts';
import type { Tone } from '#web/design/severity.tsx';
import { isScanOver, type Job } from '#web/features/watch-job/job.ts';

/** How the job ended, or what it waits for, with the next step. Nothing while it is at work. */
export function Outcome({ job }: { job: Job }) {
  const told = outcomeOf(job);
  if (!told) return null;
  return (
    <div className={`strip strip-${told.tone}`}>
      <div className="grid gap-1">
        <p>
          <strong>{told.title}</strong>
        </p>
        {told.text && <p>{told.text}</p>}
        {told.command && (
          <p>
            <code>{told.command}</code>
          </p>
        )}
        {told.link && (
          <p>
            <a href={told.link.path}>{told.link.word}</a>
          </p>
        )}
      </div>
    </div>
  );
}

interface Told {
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string | null;
  readonly command?: string;
  readonly link?: { readonly path: string; readonly word: string };
}

function outcomeOf({ name, version, ociReference, status, statusReason, scan }: Job): Told | null {
  const security = { path: artifactPath(name, 'security', version), word: 'See what was found and what fixes it' };
  if (scan.status === 'QUEUED' && scan.stage === 'SIGNATURE') {
    return {
      tone: 'low',
      title: 'Waiting for a signature',
      text: 'Nobody else sees this version until a key of its namespace has signed it. gati publish signs by itself; for anything else:',
      command: `cosign sign --key cosign.key ${ociReference}`,
    };
  }
  if (!isScanOver(scan)) return null;
  if (scan.status === 'MALICIOUS')
    return {
      tone: 'critical',
      title: 'Refused as malicious',
      text: statusReason ?? 'Code that does harm was found. Remove it and publish under a higher version; this number is used up.',
      link: security,
    };
  if (scan.status === 'FAILED' && status === 'STAGED')
    return {
      tone: 'critical',
      title: 'Not admitted',
      text: statusReason ?? 'Its signature does not count. Sign it again with a key that is registered for the namespace; it will be looked at anew.',
    };
  if (scan.status === 'FAILED')
    return {
      tone: 'high',
      title: 'Published, but the scan failed',
      text: 'It was tried again and given up. The version is served; its score is not measured.',
      link: security,
    };
  const open = { path: artifactPath(name, 'overview', version), word: `Open ${name}` };
  if (scan.status === 'CLEAN') return { tone: 'ok', title: 'Published; nothing was found', command: `gati install ${name}@${version}`, link: open };
  const found = Object.values(scan.counts).reduce((sum, count) => sum + count, 0);
  return {
    tone: scan.counts.critical + scan.counts.high > 0 ? 'high' : 'medium',
    title: `Published; ${counted(found, 'finding')}`,
    command: `gati install ${name}@${version}`,
    link: security,
  };
}

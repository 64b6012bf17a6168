import type { ScanEngine, ScanFile, ScanFinding } from '../scanner.ts';
import type { Suspicion } from './code-rules.ts';
import { installScriptsOf } from './install-scripts.ts';
import { codeRulesVersion } from './rules-version.ts';
import { secretsIn } from './secrets.ts';
import { isHarmfulScript } from './text-rules.ts';
import { codeWorker } from './worker-pool.ts';

export interface CodeEngineOptions {
  /** For one file; 30,000 unless told: 2 MB of minified code take 3 s on an idle machine. */
  readonly fileTimeoutMs?: number;
  /** For all files of a version; 120,000 unless told. */
  readonly timeoutMs?: number;
  /** Heap of the thread that reads code; 512 unless told. */
  readonly memoryMiB?: number;
  /** How long that thread is kept idle; 300,000 unless told. */
  readonly idleMs?: number;
}

export interface CodeEngine extends ScanEngine {
  /** Starts the thread ahead, so that the first scan need not wait for it. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const isCode = /\.(?:[cm]?[jt]sx?)$/;
const isDeclaration = /\.d\.[cm]?ts$/;
const isShellScript = /\.(?:sh|bash|bat|cmd|ps1)$/;
/** Formats that hold files themselves; what they hold is not looked into. */
const isArchive = /\.(?:zip|tgz|tar|tar\.gz|gz|bz2|xz|zst|7z|rar|jar|whl|asar|nupkg)$/i;
const archivesMax = 20;
const findingsMax = 500;

/** Looks for malicious code in JavaScript and TypeScript (js-x-ray and rules of our own, in a thread with limits), install scripts, secrets and archives within.
 *  @throws when a file could not be judged within its limits: then nothing is said of the version, least of all that it is clean */
export function createCodeEngine({ fileTimeoutMs = 30_000, timeoutMs = 120_000, memoryMiB = 512, idleMs = 300_000 }: CodeEngineOptions = {}): CodeEngine {
  const worker = codeWorker({ fileTimeoutMs, memoryMiB, idleMs });
  return {
    name: 'code',
    version: codeRulesVersion,
    databaseUpdatedAt: null,
    start: worker.start,
    close: worker.close,
    analyse: async ({ files }, { signal, progress }) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      limited.throwIfAborted();
      const { findings: scripts, started } = installScriptsOf(files);
      const findings: ScanFinding[] = [...scripts, ...secretsIn(files), ...archivesIn(files)];
      const code = files.filter((file) => isRead(file, started)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
      for (const [index, file] of code.entries()) {
        const runsAtInstall = started.has(file.path);
        if (file.content === null)
          findings.push(findingOf(file.path, { rule: 'unread', severity: 'UNKNOWN', title: 'It is too large to be looked at', line: 0 }));
        else if (isShellScript.test(file.path)) findings.push(...shellFindings(file.path, file.content));
        else
          findings.push(
            ...(await worker.judge({ path: file.path, content: file.content, runsAtInstall }, limited)).map((suspicion) => findingOf(file.path, suspicion)),
          );
        progress(Math.floor((100 * (index + 1)) / code.length));
      }
      if (code.length === 0) progress(100);
      return gravestFirst(findings);
    },
  };
}

/** Code by its name or its first line; shell scripts only where something starts them. */
function isRead({ path, content }: ScanFile, started: ReadonlySet<string>): boolean {
  if (isCode.test(path)) return !isDeclaration.test(path);
  if (isShellScript.test(path)) return started.has(path);
  return content !== null && !/\.\w+$/.test(path) && /^#![^\n]*\b(?:node|bun|deno|tsx)\b/.test(new TextDecoder().decode(content.subarray(0, 100)));
}

const shellFindings = (path: string, content: Uint8Array): readonly ScanFinding[] =>
  isHarmfulScript(new TextDecoder().decode(content))
    ? [
        findingOf(path, {
          rule: 'harmful-command',
          severity: 'CRITICAL',
          title: 'A script that runs at installation downloads and executes, sends secrets away or destroys',
          line: 0,
        }),
      ]
    : [];

const findingOf = (path: string, { severity, title, line }: Suspicion): ScanFinding => ({
  kind: 'MALWARE',
  severity,
  title: line > 0 ? `${title} (line ${line})` : title,
  path,
  advisory: null,
  package: null,
  suggestion: null,
});

const archivesIn = (files: readonly ScanFile[]): readonly ScanFinding[] =>
  files
    .filter(({ path }) => isArchive.test(path))
    .slice(0, archivesMax)
    .map(({ path }) => ({
      kind: 'ARCHIVE',
      severity: 'LOW',
      title: 'An archive within the version, whose contents were not looked into',
      path,
      advisory: null,
      package: null,
      suggestion: 'Put the files themselves into the version.',
    }));

const rank = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];
/** Cut at a number that can be stored and read; the gravest stay. */
const gravestFirst = (findings: readonly ScanFinding[]): readonly ScanFinding[] =>
  findings.toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity)).slice(0, findingsMax);

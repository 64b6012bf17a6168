import type { ScanEngine, ScanFile, ScanFinding } from '../scanner.ts';
import { archivesIn } from './archives-within.ts';
import { interpreterOf, isBinary, isMachineCode } from './content-kind.ts';
import { declaredIn, fileTree, isRootManifest, roleOfLoaded, roles, type Declared, type Role } from './declared.ts';
import { findingOf, severityUnexamined, unexamined, unexaminedPrograms } from './findings.ts';
import { installScriptsOf } from './install-scripts.ts';
import { codeRulesVersion } from './rules-version.ts';
import { secretsIn } from './secrets.ts';
import { codeWorker } from './worker-pool.ts';

export interface CodeEngineOptions {
  /** For one file of 2 MB; 30,000 unless told: that much minified code takes 3 s on an idle machine. Larger files have more in proportion. */
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
const isShellScript = /\.(?:sh|bash|zsh|bat|cmd|ps1)$/;
const isCodeMediaType = /(?:java|ecma|type)script/i;
const runsJavaScript = /^(?:node|nodejs|bun|deno|tsx|ts-node)$/;
const runsShellScript = /^(?:ba|z|da|k|a)?sh$/;
const findingsMax = 500;

/**
 * Looks for malicious code in JavaScript and TypeScript (js-x-ray and rules of our own, in a thread with limits), install scripts, secrets and archives within.
 * Code is what is called so, what a manifest names as what is run, what begins with `#!`, and what such code loads, whatever its name.
 * What runs and could not be read is said to be unexamined: gravely where a version begins with it.
 * @throws when a file could not be judged within its limits: then nothing is said of the version, least of all that it is clean
 */
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
      const { findings: scripts, started, shells } = installScriptsOf(files);
      const findings: ScanFinding[] = [...scripts, ...secretsIn(files), ...archivesIn(files)];
      const machine: string[] = [];
      const otherLanguage: string[] = [];
      const opaque: string[] = [];

      const tree = fileTree(files);
      const queue = readingQueue(files, [...declaredIn(files, tree), ...startedIn(files, started)]);

      const look = async ({ path, content, sizeBytes, layerMediaType }: ScanFile, role: Role): Promise<void> => {
        const runsAtInstall = started.has(path);
        const missed = (reason: string): void => {
          const severity = severityUnexamined[role];
          if (severity !== null) findings.push(unexamined({ path, severity, reason }));
          else if (layerMediaType !== undefined) opaque.push(path);
        };
        // By these two names Node loads machine code and data, and nothing else, whatever they hold.
        if (path.endsWith('.node') || (content !== null && isMachineCode(content))) return void machine.push(path);
        if (path.endsWith('.json') && content !== null) return;
        if (content === null) return missed(`it is too large to be read (${sizeBytes} bytes)`);
        const interpreter = interpreterOf(content);
        const isShell = shells.has(path) || isShellScript.test(path) || (interpreter !== null && runsShellScript.test(interpreter));
        if (isShell && !runsAtInstall && role !== 'entry' && role !== 'program') return;
        if (interpreter !== null && !isShell && !runsJavaScript.test(interpreter) && !isCode.test(path)) return void otherLanguage.push(path);

        const isGuess = role === 'guess' || role === 'program';
        const { suspicions, isRead, references } = await worker.judge({ path, content, runsAtInstall, isShell, isGuess }, limited);
        for (const suspicion of suspicions)
          if (suspicion.rule === 'unread') missed(suspicion.title);
          else findings.push(findingOf(path, suspicion));
        if (!isRead && role === 'program') missed('it is no code of a language that is read');
        if (!isRead && layerMediaType !== undefined && isBinary(content)) opaque.push(path);
        for (const name of references.loaded) for (const found of tree.find(name, path)) queue.add(found, roleOfLoaded(found, role));
        for (const name of references.named) for (const from of [path, '']) for (const found of tree.find(name, from)) queue.add(found, 'guess');
      };

      let percent = 0;
      for (let next = queue.next(); next; next = queue.next()) {
        await look(next.file, next.role);
        // What is read may name more to read.
        percent = Math.max(percent, Math.floor((99 * queue.taken()) / queue.known()));
        progress(percent);
      }
      progress(100);
      findings.push(
        ...unexaminedPrograms('a program or library in machine code', machine),
        ...unexaminedPrograms('a program in a language that is not read', otherLanguage),
        ...unexaminedPrograms('a layer that is no archive and no code', opaque),
      );
      return gravestFirst(findings);
    },
  };
}

/** What the scripts of a package start when it is installed. */
const startedIn = (files: readonly ScanFile[], started: ReadonlySet<string>): readonly Declared[] =>
  files.flatMap(({ path }) => (started.has(path) ? [{ path, role: path.includes('node_modules/') ? 'code' : 'entry' } as const] : []));

/** Why a file is looked at at first sight; null when nothing asks for it. */
function roleOf({ path, content, layerMediaType }: ScanFile): Role | null {
  const isCalledCode = isCode.test(path) && !isDeclaration.test(path);
  // The one file of a layer is what the layer is.
  if (layerMediaType !== undefined) return isCalledCode || isCodeMediaType.test(layerMediaType) ? 'entry' : 'guess';
  if (isCalledCode) return 'code';
  if (content === null) return isRootManifest(path) ? 'entry' : null;
  if (isMachineCode(content)) return 'program';
  const interpreter = interpreterOf(content);
  return interpreter !== null && runsJavaScript.test(interpreter) ? 'code' : null;
}

interface ReadingQueue {
  readonly next: () => { readonly file: ScanFile; readonly role: Role } | undefined;
  /** Puts what was found on the way into the queue; nothing when it was read already, because graver roles are read first. */
  readonly add: (path: string, role: Role) => void;
  readonly taken: () => number;
  readonly known: () => number;
}

/** Every file that is to be read, once, those with the gravest role first, then by path. A file may be there twice, in two layers. */
function readingQueue(files: readonly ScanFile[], declared: readonly Declared[]): ReadingQueue {
  const byPath = Map.groupBy(files, ({ path }) => path);
  const waiting: Record<Role, ScanFile[]> = { entry: [], code: [], program: [], guess: [] };
  const roleByPath = new Map<string, Role>();
  const isGraver = (role: Role, than: Role | undefined): boolean => than === undefined || roles.indexOf(role) < roles.indexOf(than);
  const done = new Set<ScanFile>();
  const known = new Set<ScanFile>();
  const add = (path: string, role: Role): void => {
    if (!isGraver(role, roleByPath.get(path))) return;
    roleByPath.set(path, role);
    for (const file of byPath.get(path) ?? []) {
      if (done.has(file)) continue;
      known.add(file);
      waiting[role].push(file);
    }
  };
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const role = roleOf(file);
    if (role !== null) add(file.path, role);
  }
  for (const { path, role } of declared) add(path, role);
  const at: Record<Role, number> = { entry: 0, code: 0, program: 0, guess: 0 };
  const next: ReadingQueue['next'] = () => {
    for (const role of roles) {
      for (let file = waiting[role][at[role]++]; file; file = waiting[role][at[role]++]) {
        if (done.has(file)) continue;
        done.add(file);
        return { file, role };
      }
      at[role]--;
    }
    return undefined;
  };
  return { next, add, taken: () => done.size, known: () => known.size };
}

const rank = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];
/** Cut at a number that can be stored and read; the gravest stay. */
const gravestFirst = (findings: readonly ScanFinding[]): readonly ScanFinding[] =>
  findings.toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity)).slice(0, findingsMax);

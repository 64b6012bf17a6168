import { unexamined } from './findings.ts';
import type { ScanFile, ScanFinding } from '../scanner.ts';
import { objectOf, parseObject } from '../components/json.ts';
import { bareAddress, catchingHost, harmfulCommand } from './vocabulary.ts';

/** The scripts that npm runs by itself when a package is installed (docs.npmjs.com, "scripts", npm install). */
const hooks = ['preinstall', 'install', 'postinstall', 'prepare'] as const;

export interface InstallScripts {
  readonly findings: readonly ScanFinding[];
  /** Paths of the files that these scripts start. */
  readonly started: ReadonlySet<string>;
  /** Those that a shell reads, whatever they are called. */
  readonly shells: ReadonlySet<string>;
}

/** Longer than any command that a person wrote; the patterns for commands are not made for more. */
const commandLengthMax = 16_384;

/** What a package.json starts at installation. Every such script is reported; one that downloads and runs, or sends away, is malware. */
export function installScriptsOf(files: readonly ScanFile[]): InstallScripts {
  const findings: ScanFinding[] = [];
  const started = new Set<string>();
  const shells = new Set<string>();
  for (const { path, content } of files) {
    if (!/(?:^|\/)package\.json$/.test(path) || content === null) continue;
    // Packages within are installed by nobody: their scripts do not run.
    const isWithin = /(?:^|\/)node_modules\//.test(path);
    const scripts = scriptsOf(new TextDecoder().decode(content));
    for (const hook of hooks) {
      const command = scripts[hook];
      if (typeof command === 'string' && command.length > commandLengthMax) {
        findings.push(unexamined({ path, severity: isWithin ? 'UNKNOWN' : 'HIGH', reason: `the script ${hook} is longer than ${commandLengthMax} letters` }));
        continue;
      }
      // `prepare` runs for a checkout only, not for what is installed from a registry.
      if (typeof command !== 'string' || (isWithin && !isHarmful(command)) || (hook === 'prepare' && !isHarmful(command))) continue;
      findings.push(isHarmful(command) ? harmful(path, hook, command) : ordinary(path, hook, command));
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      for (const { file, isShell } of startedBy(command)) {
        started.add(folder + file);
        if (isShell) shells.add(folder + file);
      }
    }
  }
  return { findings, started, shells };
}

function scriptsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(parseObject(text).scripts);
  } catch {
    return {};
  }
}

/** Beside the shell's own tricks: a program on the command line that loads modules or decodes, and any place made to receive what was taken. */
const isHarmful = (command: string): boolean =>
  harmfulCommand.test(command) ||
  catchingHost.test(command) ||
  bareAddress.test(command) ||
  (/\bnode\b[^&|;]*\s(?:-e|--eval|-p|--print)\b/.test(command) && /\b(?:https?|child_process|eval|fetch|Buffer\.from|atob|net|dns)\b/.test(command)) ||
  /\b(?:curl|wget)\b[^\n]*(?:\$\(|`|\$\{?[A-Z_]*(?:TOKEN|SECRET|KEY|ENV)|\/etc\/passwd|\benv\b|\bwhoami\b|\bhostname\b)/.test(command);

const shown = (command: string): string => command.replace(/\s+/g, ' ').slice(0, 160);

const harmful = (path: string, hook: string, command: string): ScanFinding => ({
  kind: 'MALWARE',
  severity: 'CRITICAL',
  title: `${hook} downloads, decodes or sends away: ${shown(command)}`,
  path,
  advisory: null,
  package: null,
  suggestion: 'Remove the script.',
});
const ordinary = (path: string, hook: string, command: string): ScanFinding => ({
  kind: 'INSTALL_SCRIPT',
  severity: 'LOW',
  title: `${hook} runs at installation: ${shown(command)}`,
  path,
  advisory: null,
  package: null,
  suggestion: 'Do the work when the package is built or first used; scripts at installation run before anybody has looked at them.',
});

/** `node scripts/a.js && node b; ./c` starts scripts/a.js, b.js and c. */
function startedBy(command: string): readonly { readonly file: string; readonly isShell: boolean }[] {
  const programs = /(?:\b(node|tsx|bun|deno|sh|bash|zsh|dash)\s+(?:--?[\w=-]+\s+)*|(?:^|[;&|(]\s*)(?=\.))["']?(?:\.\/)?([\w@./-]+)/g;
  return [...command.matchAll(programs)].flatMap(([, program = '', file = '']) => {
    const isShell = /sh$/.test(program);
    const files = /\.\w+$/.test(file) ? [file] : [file, `${file}.js`, `${file}.cjs`, `${file}.mjs`, `${file}/index.js`];
    return files.map((one) => ({ file: one, isShell }));
  });
}

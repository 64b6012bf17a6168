import type { Severity } from '../scanner.ts';
import { isRequire, meaning } from './names.ts';
import { readProgram, type Scope } from './scopes.ts';
import { identifierOf, isCall, isFunction, lineOf, nodeIn, nodesIn, unwrapped, type SyntaxNode } from './syntax.ts';
import { taintReader, type Taint } from './taint.ts';
import {
  catchingHost,
  harmfulCommand,
  opensSocket,
  powerfulModule,
  requestCall,
  runsText,
  sendingProgram,
  shell,
  startsProgram,
  usesNetwork,
  walletAddress,
  walletCall,
  walletPattern,
  wormWord,
} from './vocabulary.ts';

/** What is suspicious about a piece of code. */
export interface Suspicion {
  /** Stable name of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly line: number;
}

export interface CodeContext {
  /** npm runs it when the package is installed, before anybody has looked at it. */
  readonly runsAtInstall: boolean;
}

/** Judges one file's syntax. The rules that give HIGH or CRITICAL each name an act for which ordinary code has no reason: see `verdict.ts`.
 *  js-x-ray looks for obfuscation beside them; these find what it does not: `Function(…)`, `['exec'](…)`, encoded commands, secrets sent away, wallets replaced. */
export function judgeCode(body: readonly SyntaxNode[], context: CodeContext): readonly Suspicion[] {
  const program = readProgram(body);
  const { nameOf, constantOf } = meaning();
  const taintsOf = taintReader(program, { nameOf, constantOf });
  const suspicions: Suspicion[] = [];
  const suspect = (rule: string, severity: Severity, title: string, node: SyntaxNode): void =>
    void suspicions.push({ rule, severity, title, line: lineOf(node) });
  const taintsOfAll = (nodes: readonly SyntaxNode[], scope: Scope): ReadonlySet<Taint> => new Set(nodes.flatMap((node) => [...taintsOf(node, scope)]));
  const file = surveyed(program.nodes, (node) => constantOf(node, program.scopeAt(node))?.text ?? null);

  const judgeRunningText = (node: SyntaxNode, name: string, scope: Scope): void => {
    const values = nodesIn(node, 'arguments');
    const taints = taintsOfAll(values, scope);
    const isHidden = taints.has('HIDDEN') || values.some((value) => constantOf(value, scope)?.isHidden);
    if (taints.has('FIXED_NETWORK') || (taints.has('NETWORK') && (isHidden || context.runsAtInstall)))
      suspect('network-code', 'CRITICAL', 'Code is fetched from the network and run', node);
    else if (isHidden) suspect('hidden-code', 'HIGH', 'Encoded code is decoded and run', node);
    else if (taints.has('NETWORK')) suspect('loaded-code', 'MEDIUM', 'Code from an address given at run time is run', node);
    else if (!name.startsWith('*') && !name.includes('constructor') && values.some((value) => constantOf(value, scope) === null))
      suspect('made-code', 'LOW', 'Code is made from text when it runs', node);
  };

  const judgeStartingProgram = (node: SyntaxNode, scope: Scope): void => {
    const values = nodesIn(node, 'arguments');
    const commands = values.slice(0, 2).flatMap((value) => (value.type === 'ArrayExpression' ? nodesIn(value, 'elements') : [value]));
    const constants = commands.map((command) => constantOf(command, scope));
    const known = commands.map((command, index) => constants[index]?.text ?? knownBeginning(command, scope)).join(' ');
    const taints = taintsOfAll(commands, scope);
    if (constants.some((constant) => constant?.isHidden) || taints.has('HIDDEN'))
      suspect('hidden-command', 'CRITICAL', 'A command that is encoded in the code is run', node);
    else if (harmfulCommand.test(known))
      suspect('harmful-command', 'CRITICAL', 'A command is run that downloads and executes, sends secrets away or destroys', node);
    else if (sendingProgram.test(known) && (taints.has('SECRET_FILE') || taints.has('ENVIRONMENT')))
      suspect('sends-secrets', 'CRITICAL', 'Credentials are handed to a program that sends them away', node);
    else if (sendingProgram.test(known) && taints.has('MACHINE')) judgeMachine(node);
    else if (taints.has('FIXED_NETWORK')) {
      // `npm install x@${version}` takes a word from the network, a command that begins with nothing known takes everything.
      const isWhole = known.trim() === '' || interpreter.test(known.trim());
      suspect(
        'network-command',
        isWhole ? 'CRITICAL' : 'MEDIUM',
        isWhole ? 'A command is fetched from the network and run' : 'A part of a command comes from the network',
        node,
      );
    }
    if (constants.some((constant) => shell.test(constant?.text ?? ''))) file.startsShell = true;
  };

  /** The constant text with which `'npm i ' + x` or a template begins, and what else of it is known. */
  const knownBeginning = (node: SyntaxNode, scope: Scope): string => {
    const inner = unwrapped(node);
    if (inner.type === 'TemplateLiteral')
      return nodesIn(inner, 'quasis')
        .map((quasi) => (quasi.value as { cooked?: string } | undefined)?.cooked ?? '')
        .join(' ');
    if (inner.type !== 'BinaryExpression') return '';
    return [nodeIn(inner, 'left'), nodeIn(inner, 'right')]
      .map((side) => (side === null ? '' : (constantOf(side, scope)?.text ?? knownBeginning(side, scope))))
      .join(' ');
  };

  const judgeMachine = (node: SyntaxNode): void => {
    const isTaken = context.runsAtInstall || file.isCaught;
    suspect(
      'sends-machine',
      isTaken ? 'HIGH' : 'MEDIUM',
      isTaken ? 'Data about the machine and its user are collected and sent away' : 'Data about the machine are sent over the network',
      node,
    );
  };

  /** All that goes into a call counts as sent: body, options, and the address, in which data can be sent too. */
  const judgeNetwork = (node: SyntaxNode, scope: Scope): void => {
    const taints = taintsOf(node, scope);
    if (taints.has('SECRET_FILE')) suspect('sends-secrets', 'CRITICAL', 'Files that hold credentials are read and sent over the network', node);
    else if (taints.has('ENVIRONMENT')) suspect('sends-environment', 'CRITICAL', 'All environment variables are sent over the network', node);
    else if (taints.has('MACHINE')) judgeMachine(node);
  };

  const judgeCall = (node: SyntaxNode): void => {
    const scope = program.scopeAt(node);
    const callee = nodeIn(node, 'callee');
    const name = nameOf(callee, scope) ?? '';
    const values = nodesIn(node, 'arguments');
    if (runsText.test(name)) judgeRunningText(node, name, scope);
    if (startsProgram.test(name)) judgeStartingProgram(node, scope);
    if (usesNetwork.test(name)) judgeNetwork(node, scope);
    if (isRequire(name)) judgeModuleName(node, values[0] ?? null, scope);
    if (startsProgram.test(name)) file.isArmed = true;
    const object = callee?.type === 'MemberExpression' ? nodeIn(callee, 'object') : null;
    const method = name.slice(name.lastIndexOf('.') + 1);
    if (object && /^(?:write|end|send)$/.test(method) && isOnline(object, scope)) judgeNetwork(node, scope);
    // `fetch(url).then(…).then(eval)`
    if (object && method === 'then' && values.some((value) => runsText.test(nameOf(value, scope) ?? ''))) {
      const taints = taintsOf(object, scope);
      if (taints.has('FIXED_NETWORK') || taints.has('NETWORK'))
        suspect('network-code', taints.has('FIXED_NETWORK') || context.runsAtInstall ? 'CRITICAL' : 'MEDIUM', 'Code is fetched from the network and run', node);
    }
    if (object && method === 'pipe') judgePipe(node, object, values[0] ?? null, scope);
    // `(() => {}).constructor('…')` is Function by another name.
    if (/(?:^|\.)constructor$/.test(name) && values.length > 0 && taintsOfAll(values, scope).has('HIDDEN'))
      suspect('hidden-code', 'HIGH', 'Encoded code is decoded and run', node);
    if (opensSocket.test(name)) file.opensSocket = true;
  };

  const isOnline = (node: SyntaxNode, scope: Scope): boolean => {
    const taints = taintsOf(node, scope);
    return taints.has('NETWORK') || taints.has('FIXED_NETWORK');
  };

  const judgeModuleName = (node: SyntaxNode, value: SyntaxNode | null, scope: Scope): void => {
    if (constantOf(value, scope) === null) file.isArmed = true;
    if (constantOf(value, scope)?.isHidden && powerfulModule.test(nameOf(node, scope) ?? ''))
      suspect('hidden-module', 'HIGH', `The module ${nameOf(node, scope)?.slice(1)} is loaded under an encoded name`, node);
  };

  /** A socket joined to the streams of a shell: somebody far away types. */
  const judgePipe = (node: SyntaxNode, from: SyntaxNode, to: SyntaxNode | null, scope: Scope): void => {
    const ends = [nameOf(from, scope), nameOf(to, scope), memberName(from), memberName(to)];
    if (ends.some((end) => /(?:^|\.)(?:stdin|stdout|stderr)$/.test(end ?? ''))) file.pipesProgram ??= node;
  };

  const judgeAssignment = (node: SyntaxNode): void => {
    const name = nameOf(nodeIn(node, 'left'), program.scopeAt(node)) ?? '';
    if (walletCall.test(name) || (requestCall.test(name) && file.wallets > 1)) {
      const isTheft = file.wallets > 1;
      suspect(
        'wallet-hook',
        isTheft ? 'CRITICAL' : 'MEDIUM',
        isTheft ? 'Calls of wallets or requests are replaced by code that knows addresses of coins' : 'Calls of a wallet are replaced',
        node,
      );
    }
  };

  for (const node of program.nodes) {
    if (isCall(node)) judgeCall(node);
    else if (node.type === 'ImportExpression') judgeModuleName(node, nodeIn(node, 'source'), program.scopeAt(node));
    else if (node.type === 'AssignmentExpression') judgeAssignment(node);
  }
  if (file.pipesProgram && file.opensSocket && file.startsShell) suspect('remote-shell', 'CRITICAL', 'A shell is connected to the network', file.pipesProgram);
  if (areNamesVeiled(program.nodes)) {
    const isArmed = context.runsAtInstall || file.isArmed || suspicions.some(({ rule }) => rule === 'made-code' || rule === 'loaded-code');
    suspicions.push(unreadable(isArmed, 1));
  }
  if (file.worm) suspect('worm', 'HIGH', 'Credentials are searched for, as programs do that spread by them', file.worm);
  return suspicions;
}

/** Code that a tool has made unreadable. That alone may protect a licence; where such code makes code, starts programs or loads modules nobody can name, it hides what it does. */
export const unreadable = (isArmed: boolean, line: number): Suspicion =>
  isArmed
    ? { rule: 'obfuscated-code', severity: 'HIGH', title: 'The code is made unreadable on purpose and makes code, starts programs or loads modules', line }
    : { rule: 'obfuscated-code', severity: 'MEDIUM', title: 'The code is made unreadable on purpose', line };

/** Names such as `_0x4f2a1c`, as javascript-obfuscator gives them, are most of the names. */
function areNamesVeiled(nodes: readonly SyntaxNode[]): boolean {
  const names = new Set<string>();
  for (const node of nodes) {
    const name = node.type === 'VariableDeclarator' || isFunction(node) ? identifierOf(nodeIn(node, 'id')) : null;
    if (name !== null) names.add(name);
    if (isFunction(node)) for (const parameter of nodesIn(node, 'params')) names.add(identifierOf(parameter) ?? '');
  }
  const veiled = [...names].filter((name) => /^_0x[0-9a-f]{3,}$/.test(name)).length;
  return veiled >= 8 && veiled > names.size / 2;
}

/** Programs whose argument is the whole command. */
const interpreter =
  /^(?:\S*\/)?(?:(?:ba|z|da)?sh(?:\s+-c)?|node(?:\s+(?:-e|--eval))?|cmd(?:\.exe)?(?:\s+\/c)?|powershell(?:\.exe)?(?:\s+-c\w*)?|python3?(?:\s+-c)?|eval)\s*["']?$/i;

/** The last name of a member expression, whatever its object is. */
const memberName = (node: SyntaxNode | null): string | null => {
  const inner = node && unwrapped(node);
  const property = inner?.type === 'MemberExpression' ? nodeIn(inner, 'property') : null;
  return typeof property?.name === 'string' ? property.name : null;
};

interface Survey {
  /** It names a place made to catch what is sent there. */
  readonly isCaught: boolean;
  /** Different addresses of coins, and patterns that look for them. */
  readonly wallets: number;
  readonly worm: SyntaxNode | null;
  /** It starts programs, or loads modules whose names are made at run time. */
  isArmed: boolean;
  startsShell: boolean;
  opensSocket: boolean;
  pipesProgram: SyntaxNode | null;
}

/** What the texts of a file tell about it as a whole. */
function surveyed(nodes: readonly SyntaxNode[], textOf: (node: SyntaxNode) => string | null): Survey {
  const wallets = new Set<string>();
  let isCaught = false;
  let worm: SyntaxNode | null = null;
  for (const node of nodes) {
    const pattern = (node.regex as { pattern?: string } | undefined)?.pattern;
    if (pattern !== undefined && walletPattern.test(pattern)) wallets.add(pattern);
    const isText = node.type === 'Literal' || node.type === 'TemplateElement' || node.type === 'CallExpression' || node.type === 'BinaryExpression';
    const text = node.type === 'TemplateElement' ? ((node.value as { cooked?: string } | undefined)?.cooked ?? null) : isText ? textOf(node) : null;
    if (text === null || text.length < 8) continue;
    isCaught ||= catchingHost.test(text);
    if (wormWord.test(text)) worm ??= node;
    const wallet = text.length < 200 ? walletAddress.exec(text)?.[0] : undefined;
    if (wallet !== undefined) wallets.add(wallet);
  }
  return { isCaught, wallets: wallets.size, worm, isArmed: false, startsShell: false, opensSocket: false, pipesProgram: null };
}

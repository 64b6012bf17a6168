import { originsOf, type Scope } from './scopes.ts';
import { identifierOf, isCall, nodeIn, nodesIn, unwrapped, type SyntaxNode } from './syntax.ts';

/** A text that is known without running the code. */
export interface Constant {
  readonly text: string;
  /** It stands there encoded (base64, hex, character codes, turned round): nobody can read it. */
  readonly isHidden: boolean;
}

/** How far names are followed, and how long a text may grow: code can be written to make this endless. */
const limits = { depth: 64, textSize: 64 * 1024, parts: 4096 };

const globalObjects = new Set(['globalThis', 'global', 'window', 'self', 'top']);
/** Functions that give back the function they are given. */
const passThrough = new Set(['@util.promisify', 'Object.freeze', '@util.callbackify']);

/** Answers what expressions of a program are called and say. */
export interface Meaning {
  /** The full name of what an expression is: `@fs.readFile` for a member of a module however it was taken, `eval`, `process.env`; `*.pipe` where only the end is known; null for the rest. */
  readonly nameOf: (node: SyntaxNode | null, scope: Scope, depth?: number) => string | null;
  /** The text that an expression always has; null where it depends on anything. */
  readonly constantOf: (node: SyntaxNode | null, scope: Scope, depth?: number) => Constant | null;
}

export function meaning(): Meaning {
  const nameOf: Answer<string> = remembered((raw, scope, depth) => {
    const node = unwrapped(raw);
    const name = identifierOf(node);
    if (name !== null) return nameOfIdentifier(name, scope, depth);
    if (node.type === 'MemberExpression') return nameOfMember(node, scope, depth);
    if (node.type === 'LogicalExpression') return nameOf(nodeIn(node, 'left'), scope, depth + 1) ?? nameOf(nodeIn(node, 'right'), scope, depth + 1);
    if (node.type === 'ImportExpression') return moduleName(constantOf(nodeIn(node, 'source'), scope, depth + 1));
    if (!isCall(node)) return null;
    return nameOfResult(node, scope, depth);
  });

  const nameOfIdentifier = (name: string, scope: Scope, depth: number): string | null => {
    const origins = originsOf(name, scope);
    // Module wrappers and bundlers hand `require` in as a parameter.
    if (name === 'require' && origins.every(({ kind }) => kind === 'parameter')) return name;
    if (origins.length === 0) return isDeclared(name, scope) ? null : name;
    for (const origin of origins) {
      if (origin.kind === 'parameter') continue;
      if (origin.kind === 'import') return joined(moduleObject(origin.module), origin.imported);
      const found =
        origin.kind === 'expression' ? nameOf(origin.node, origin.scope, depth + 1) : joined(nameOf(origin.object, origin.scope, depth + 1), origin.property);
      if (found !== null) return found;
    }
    return null;
  };

  const nameOfMember = (node: SyntaxNode, scope: Scope, depth: number): string | null => {
    const property = node.computed === true ? constantOf(nodeIn(node, 'property'), scope, depth + 1)?.text : identifierOf(nodeIn(node, 'property'));
    if (property == null) return null;
    return joined(nameOf(nodeIn(node, 'object'), scope, depth + 1), property) ?? `*.${property}`;
  };

  /** What a call gives back: a module, the function it was given, or an instance (`new net.Socket()` is called `@net.Socket()`). */
  const nameOfResult = (node: SyntaxNode, scope: Scope, depth: number): string | null => {
    const callee = nodeIn(node, 'callee');
    const called = nameOf(callee, scope, depth + 1);
    const [first = null] = nodesIn(node, 'arguments');
    if (called !== null && isRequire(called)) return moduleName(constantOf(first, scope, depth + 1));
    if (called !== null && passThrough.has(called)) return nameOf(first, scope, depth + 1);
    if (called === '@module.createRequire') return 'require';
    if (called?.endsWith('.bind')) return called.slice(0, -'.bind'.length);
    return node.type === 'NewExpression' && called?.startsWith('@') ? `${called}()` : null;
  };

  const constantOf: Answer<Constant> = remembered((raw, scope, depth) => {
    const node = unwrapped(raw);
    if (node.type === 'Literal') return typeof node.value === 'string' ? plain(node.value) : typeof node.value === 'number' ? plain(String(node.value)) : null;
    if (node.type === 'TemplateLiteral') return constantTemplate(node, scope, depth);
    if (node.type === 'BinaryExpression' && node.operator === '+') return concatenated([nodeIn(node, 'left'), nodeIn(node, 'right')], scope, depth);
    if (node.type === 'CallExpression') return constantCall(node, scope, depth);
    const name = identifierOf(node);
    if (name === null) return null;
    const origins = originsOf(name, scope);
    const [origin] = origins;
    return origins.length === 1 && origin?.kind === 'expression' ? constantOf(origin.node, origin.scope, depth + 1) : null;
  });

  const concatenated = (nodes: readonly (SyntaxNode | null)[], scope: Scope, depth: number): Constant | null => {
    let [text, isHidden] = ['', false];
    for (const node of nodes) {
      const part = constantOf(node, scope, depth + 1);
      if (part === null || text.length + part.text.length > limits.textSize) return null;
      text += part.text;
      isHidden ||= part.isHidden;
    }
    return { text, isHidden };
  };

  const constantTemplate = (node: SyntaxNode, scope: Scope, depth: number): Constant | null => {
    const quasis = nodesIn(node, 'quasis').map((quasi) => (quasi.value as { cooked?: string } | undefined)?.cooked ?? '');
    const inner = nodesIn(node, 'expressions').map((expression) => constantOf(expression, scope, depth + 1));
    if (inner.some((part) => part === null)) return null;
    return { text: quasis.map((text, index) => text + (inner[index]?.text ?? '')).join(''), isHidden: inner.some((part) => part?.isHidden) };
  };

  const arrayTexts = (raw: SyntaxNode | null, scope: Scope, depth: number): readonly Constant[] | null => {
    const node = raw && unwrapped(raw);
    if (node?.type !== 'ArrayExpression') return null;
    const elements = nodesIn(node, 'elements');
    if (elements.length > limits.parts) return null;
    const texts = elements.map((element) => constantOf(element, scope, depth + 1));
    return texts.every((text) => text !== null) ? texts : null;
  };

  /** The ways in which a text is kept from being read. */
  const constantCall = (node: SyntaxNode, scope: Scope, depth: number): Constant | null => {
    const callee = nodeIn(node, 'callee');
    const called = nameOf(callee, scope, depth + 1) ?? '';
    const values = nodesIn(node, 'arguments');
    const argument = (index: number): Constant | null => constantOf(values[index] ?? null, scope, depth + 1);
    if (called === 'atob') return decoded(argument(0), 'base64');
    if (called === 'decodeURIComponent' || called === 'unescape') return percentDecoded(argument(0));
    if (called === 'String.fromCharCode' || called === 'String.fromCodePoint')
      return fromCodes(
        values.length === 1 && values[0]?.type === 'SpreadElement'
          ? arrayTexts(nodeIn(values[0], 'argument'), scope, depth)
          : values.map((_, index) => argument(index)),
      );
    if (called === 'Buffer.from' || called === '@buffer.Buffer.from') return decoded(argument(0), argument(1)?.text ?? '');
    const object = callee?.type === 'MemberExpression' ? nodeIn(callee, 'object') : null;
    const method = called.slice(called.lastIndexOf('.') + 1);
    if (object === null) return null;
    if (method === 'toString' || method === 'trim' || method === 'toLowerCase') return constantOf(object, scope, depth + 1);
    if (method === 'join') return joinedTexts(object, argument(0)?.text ?? ',', scope, depth);
    return null;
  };

  /** `['a','b'].join('')`, and `'…'.split('').reverse().join('')`. */
  const joinedTexts = (object: SyntaxNode, separator: string, scope: Scope, depth: number): Constant | null => {
    const texts = arrayTexts(object, scope, depth);
    if (texts) return { text: texts.map(({ text }) => text).join(separator), isHidden: texts.some(({ isHidden }) => isHidden) };
    const reversed = calledMethod(object, 'reverse');
    const split = reversed && calledMethod(reversed, 'split');
    const source = split ? constantOf(split, scope, depth + 1) : null;
    return source && separator === '' ? { text: [...source.text].toReversed().join(''), isHidden: true } : null;
  };

  return { nameOf, constantOf };
}

type Answer<T> = (node: SyntaxNode | null, scope: Scope, depth?: number) => T | null;

/** Each node is answered once: names lead to names, and without this a few lines could be made to take for ever. A node that is asked about while it is being answered has no answer. */
function remembered<T>(compute: (node: SyntaxNode, scope: Scope, depth: number) => T | null): Answer<T> {
  const answers = new Map<SyntaxNode, T | null>();
  return (node, scope, depth = 0) => {
    if (node === null || depth > limits.depth) return null;
    const known = answers.get(node);
    if (known !== undefined) return known;
    answers.set(node, null);
    const answer = compute(node, scope, depth);
    answers.set(node, answer);
    return answer;
  };
}

const plain = (text: string): Constant => ({ text, isHidden: false });
const isDeclared = (name: string, from: Scope): boolean => {
  for (let scope: Scope | null = from; scope; scope = scope.parent) if (scope.names.has(name)) return true;
  return false;
};

const plainModule = (module: string): string =>
  module
    .replace(/^node:/, '')
    .replace(/^fs\/promises$/, 'fs')
    .replace(/^(dns|timers|stream)\/promises$/, '$1');
/** A module by its name; those that are globals too have the global's. */
const moduleObject = (module: string): string => (plainModule(module) === 'process' ? 'process' : `@${plainModule(module)}`);
const moduleName = (constant: Constant | null): string | null => (constant === null || constant.text.length > 200 ? null : moduleObject(constant.text));
export const isRequire = (name: string): boolean =>
  name === 'require' || name === 'module.require' || name === 'process.mainModule.require' || name === 'process.getBuiltinModule';

/** `@fs` and `promises` are `@fs`: its functions do the same. Global objects and `default` add nothing. */
function joined(object: string | null, property: string | null): string | null {
  if (object === null || property === null) return object;
  if (globalObjects.has(object)) return property;
  if (property === 'default' || (object === '@fs' && property === 'promises')) return object;
  return `${object}.${property}`;
}

/** The object of `object.method(…)`. */
function calledMethod(raw: SyntaxNode, method: string): SyntaxNode | null {
  const callee = unwrapped(raw).type === 'CallExpression' ? nodeIn(unwrapped(raw), 'callee') : null;
  return callee?.type === 'MemberExpression' && identifierOf(nodeIn(callee, 'property')) === method ? nodeIn(callee, 'object') : null;
}

function decoded(constant: Constant | null, encoding: string): Constant | null {
  if (constant === null) return null;
  if (!/^(?:base64|base64url|hex|latin1|binary)$/i.test(encoding)) return constant;
  const bytes = Buffer.from(constant.text, encoding as BufferEncoding);
  return { text: bytes.toString('utf8'), isHidden: /^(?:base64|base64url|hex)$/i.test(encoding) };
}

function percentDecoded(constant: Constant | null): Constant | null {
  if (constant === null) return null;
  const letters = constant.text.match(/%[2-7][0-9a-f]/gi)?.length ?? 0;
  try {
    return { text: decodeURIComponent(constant.text), isHidden: constant.isHidden || letters > 3 };
  } catch {
    return constant;
  }
}

function fromCodes(codes: readonly (Constant | null)[] | null): Constant | null {
  if (codes === null || codes.length === 0 || codes.length > limits.parts || codes.some((code) => code === null || !/^\d+$/.test(code.text))) return null;
  const numbers = codes.map((code) => Number(code?.text));
  if (numbers.some((number) => number > 0x10ffff)) return null;
  // One or two characters by number are an escape, not a hiding place.
  return { text: String.fromCodePoint(...numbers), isHidden: numbers.length > 3 };
}

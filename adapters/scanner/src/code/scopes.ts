import { childrenOf, identifierOf, isFunction, nodeIn, nodesIn, type SyntaxNode } from './syntax.ts';

/** What a name was given: an expression, a property of one, a module or part of one, or a parameter. */
export type Origin =
  | { readonly kind: 'expression'; readonly node: SyntaxNode; readonly scope: Scope }
  | { readonly kind: 'property'; readonly object: SyntaxNode; readonly property: string; readonly scope: Scope }
  | { readonly kind: 'import'; readonly module: string; readonly imported: string | null }
  | { readonly kind: 'parameter'; readonly of: SyntaxNode; readonly scope: Scope };

export interface Scope {
  readonly parent: Scope | null;
  /** Of a function or the program: where `var` belongs. */
  readonly isFunction: boolean;
  readonly names: Map<string, Origin[]>;
}

/** A program with what is needed to follow a name to where it came from. */
export interface Program {
  readonly body: readonly SyntaxNode[];
  readonly scopeAt: (node: SyntaxNode) => Scope;
  readonly parentOf: (node: SyntaxNode) => SyntaxNode | null;
  /** Every node once, outer before inner. */
  readonly nodes: readonly SyntaxNode[];
}

const scopeTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'BlockStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'CatchClause',
  'SwitchStatement',
  'ClassBody',
  'StaticBlock',
]);

// Kept on the nodes themselves: a large file has a million of them, and maps of that size take most of the time.
const scopeMark = Symbol('scope');
const parentMark = Symbol('parent');
interface Marked {
  [scopeMark]?: Scope;
  [parentMark]?: SyntaxNode;
}

/** The origins of a name as seen from a scope; none for a global. */
export function originsOf(name: string, from: Scope): readonly Origin[] {
  for (let scope: Scope | null = from; scope; scope = scope.parent) {
    const origins = scope.names.get(name);
    if (origins) return origins;
  }
  return [];
}

/** Finds the scopes of a program and what each name in them is given. Without recursion, because deep nesting is a way to break an analyser. */
export function readProgram(body: readonly SyntaxNode[]): Program {
  const root: Scope = { parent: null, isFunction: true, names: new Map() };
  const nodes: SyntaxNode[] = [];
  const stack: SyntaxNode[] = body.toReversed();
  const parentOf = (node: SyntaxNode): SyntaxNode | null => (node as Marked)[parentMark] ?? null;
  const scopeAt = (node: SyntaxNode): Scope => (node as Marked)[scopeMark] ?? root;
  for (let node = stack.pop(); node; node = stack.pop()) {
    const parent = parentOf(node);
    const outer = parent ? scopeAt(parent) : root;
    const scope = scopeTypes.has(node.type) ? { parent: outer, isFunction: isFunction(node), names: new Map() } : outer;
    (node as Marked)[scopeMark] = scope;
    nodes.push(node);
    declare(node, scope, outer, parent);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index] as SyntaxNode;
      (child as Marked)[parentMark] = node;
      stack.push(child);
    }
  }
  for (const node of nodes) assign(node, scopeAt(node));
  return { body, nodes, scopeAt, parentOf };
}

const add = (scope: Scope, name: string, origin: Origin): void => {
  const known = scope.names.get(name);
  if (known) known.push(origin);
  else scope.names.set(name, [origin]);
};

function declare(node: SyntaxNode, scope: Scope, outer: Scope, parent: SyntaxNode | null): void {
  if (isFunction(node)) {
    for (const parameter of nodesIn(node, 'params')) for (const { name } of patternNames(parameter)) add(scope, name, { kind: 'parameter', of: node, scope });
    const name = identifierOf(nodeIn(node, 'id'));
    if (name !== null) add(outer, name, { kind: 'expression', node, scope: outer });
  } else if (node.type === 'VariableDeclarator') {
    const target = parent?.kind === 'var' ? functionScope(scope) : scope;
    bind(target, nodeIn(node, 'id'), nodeIn(node, 'init'), scope);
  } else if (node.type === 'ImportDeclaration') declareImports(node, scope);
  else if (node.type === 'CatchClause') for (const { name } of patternNames(nodeIn(node, 'param'))) add(scope, name, { kind: 'parameter', of: node, scope });
}

function functionScope(scope: Scope): Scope {
  let at = scope;
  while (!at.isFunction && at.parent) at = at.parent;
  return at;
}

function declareImports(node: SyntaxNode, scope: Scope): void {
  const module = nodeIn(node, 'source')?.value;
  if (typeof module !== 'string') return;
  for (const specifier of nodesIn(node, 'specifiers')) {
    const local = identifierOf(nodeIn(specifier, 'local'));
    const imported =
      specifier.type === 'ImportSpecifier' ? (identifierOf(nodeIn(specifier, 'imported')) ?? String(nodeIn(specifier, 'imported')?.value)) : null;
    if (local !== null) add(scope, local, { kind: 'import', module, imported: imported === 'default' ? null : imported });
  }
}

/** Gives the names of a pattern what an expression gives them. */
function bind(target: Scope, pattern: SyntaxNode | null, value: SyntaxNode | null, scope: Scope): void {
  for (const { name, property } of patternNames(pattern)) {
    if (value === null) {
      if (!target.names.has(name)) target.names.set(name, []);
    } else add(target, name, property === null ? { kind: 'expression', node: value, scope } : { kind: 'property', object: value, property, scope });
  }
}

function assign(node: SyntaxNode, scope: Scope): void {
  if (node.type === 'ForOfStatement') {
    const left = nodeIn(node, 'left');
    for (const declarator of left?.type === 'VariableDeclaration' ? nodesIn(left, 'declarations') : [])
      bind(scope, nodeIn(declarator, 'id'), nodeIn(node, 'right'), scope);
  }
  if (node.type !== 'AssignmentExpression') return;
  const value = nodeIn(node, 'right');
  for (const { name } of patternNames(nodeIn(node, 'left'))) {
    for (let at: Scope | null = scope; at; at = at.parent) {
      if (at.names.has(name) || at.parent === null) {
        bind(at, nodeIn(node, 'left'), value, scope);
        break;
      }
    }
  }
}

/** The names in `x`, `x = 1`, `...x`, `[x]` and, with the property they take, in `{ a: x }`. Deeper destructuring gives the names without their place. */
function patternNames(pattern: SyntaxNode | null): readonly { name: string; property: string | null }[] {
  if (pattern === null) return [];
  const name = identifierOf(pattern);
  if (name !== null) return [{ name, property: null }];
  if (pattern.type === 'AssignmentPattern') return patternNames(nodeIn(pattern, 'left'));
  if (pattern.type === 'RestElement') return patternNames(nodeIn(pattern, 'argument'));
  if (pattern.type === 'ArrayPattern') return nodesIn(pattern, 'elements').flatMap((element) => patternNames(element));
  if (pattern.type === 'TSParameterProperty') return patternNames(nodeIn(pattern, 'parameter'));
  if (pattern.type !== 'ObjectPattern') return [];
  return nodesIn(pattern, 'properties').flatMap((property) => {
    if (property.type === 'RestElement') return patternNames(property);
    const key = nodeIn(property, 'key');
    const keyName = identifierOf(key) ?? (typeof key?.value === 'string' ? key.value : null);
    return patternNames(nodeIn(property, 'value')).map((inner) => ({ name: inner.name, property: inner.property === null ? keyName : null }));
  });
}

/** A node of an ESTree, read without trust in its form. */
export interface SyntaxNode {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } } | null;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
const skipped = new Set(['loc', 'range', 'parent', 'raw', 'regex', 'tokens', 'comments', 'typeAnnotation', 'typeParameters', 'typeArguments', 'returnType']);

/** The nodes directly below one, in the order of the text. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key of Object.keys(node)) {
    if (skipped.has(key)) continue;
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) children.push(value);
    } else for (const item of value) if (isNode(item)) children.push(item);
  }
  return children;
}

export const nodeIn = (node: SyntaxNode, key: string): SyntaxNode | null => (isNode(node[key]) ? node[key] : null);
export const nodesIn = (node: SyntaxNode, key: string): readonly SyntaxNode[] => (Array.isArray(node[key]) ? (node[key] as unknown[]).filter(isNode) : []);
export const identifierOf = (node: SyntaxNode | null): string | null => (node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : null);
export const lineOf = (node: SyntaxNode): number => node.loc?.start.line ?? 0;
export const isFunction = (node: SyntaxNode): boolean =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
export const isCall = (node: SyntaxNode): boolean => node.type === 'CallExpression' || node.type === 'NewExpression';

const wrappers: Readonly<Record<string, string>> = {
  AwaitExpression: 'argument',
  ChainExpression: 'expression',
  ParenthesizedExpression: 'expression',
  TSNonNullExpression: 'expression',
  TSAsExpression: 'expression',
  TSSatisfiesExpression: 'expression',
  TSTypeAssertion: 'expression',
};

/** The expression inside what does not change its meaning: `(0, x)`, `await x`, `x!`. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  for (let inner: SyntaxNode | null = node; inner;) {
    const key: string | undefined = wrappers[inner.type];
    const next: SyntaxNode | null =
      key !== undefined ? nodeIn(inner, key) : inner.type === 'SequenceExpression' ? (nodesIn(inner, 'expressions').at(-1) ?? null) : null;
    if (!next) return inner;
    inner = next;
  }
  return node;
}

import type { Meaning } from './names.ts';
import { originsOf, type Program, type Scope } from './scopes.ts';
import { childrenOf, identifierOf, isCall, isFunction, nodeIn, nodesIn, unwrapped, type SyntaxNode } from './syntax.ts';
import { decodes, describesMachine, opensSocket, readsFile, secretPlace, serialises, usesNetwork } from './vocabulary.ts';

/** What a value may carry.
 *  NETWORK comes from the network, FIXED_NETWORK from an address that is written in the code; HIDDEN was decoded; ENVIRONMENT is all of process.env;
 *  SECRET_FILE the content of a file where credentials are kept; MACHINE who and where the machine is. */
export type Taint = 'NETWORK' | 'FIXED_NETWORK' | 'HIDDEN' | 'ENVIRONMENT' | 'SECRET_FILE' | 'MACHINE';

/** Steps for one question: names can be chained to make following them expensive. */
const stepsMax = 2000;

export type TaintsOf = (node: SyntaxNode | null, scope: Scope) => ReadonlySet<Taint>;

/** Follows values through names, members, calls and callbacks of one file. It may see more than is there, never through another file. */
export function taintReader(program: Program, { nameOf, constantOf }: Meaning): TaintsOf {
  return (question, from) => {
    const taints = new Set<Taint>();
    const seen = new Set<unknown>();
    const stack: { node: SyntaxNode; scope: Scope }[] = question ? [{ node: question, scope: from }] : [];
    let steps = 0;
    const follow = (node: SyntaxNode | null, scope: Scope): void => {
      if (node && !seen.has(node)) stack.push({ node, scope });
    };

    const ofCall = (node: SyntaxNode, scope: Scope): void => {
      const name = nameOf(nodeIn(node, 'callee'), scope) ?? '';
      const values = nodesIn(node, 'arguments');
      // `axios.post(url, process.env)` sends all of it without any serialiser.
      if (usesNetwork.test(name) && values.some((value) => isEnvironment(value, scope))) taints.add('ENVIRONMENT');
      // Who opens a socket talks to one place in a language of his own.
      if (usesNetwork.test(name)) taints.add(opensSocket.test(name) || values.some((value) => hasFixedAddress(value, scope)) ? 'FIXED_NETWORK' : 'NETWORK');
      if (decodes.test(name) || constantOf(node, scope)?.isHidden) taints.add('HIDDEN');
      if (describesMachine.test(name)) taints.add('MACHINE');
      if (serialises.test(name) && values.some((value) => isEnvironment(value, scope))) taints.add('ENVIRONMENT');
      if (readsFile.test(name) && namesSecret(values[0] ?? null, scope)) taints.add('SECRET_FILE');
    };

    /** A callback's parameter carries what the call it is given to deals with: `get(url, (response) => …)`, `request.then((text) => …)`. */
    const ofParameter = (fn: SyntaxNode): void => {
      const call = program.parentOf(fn);
      if (!call || !isCall(call) || !nodesIn(call, 'arguments').includes(fn)) return;
      const scope = program.scopeAt(call);
      ofCall(call, scope);
      const callee = nodeIn(call, 'callee');
      if (callee?.type === 'MemberExpression') follow(nodeIn(callee, 'object'), scope);
    };

    const hasFixedAddress = (node: SyntaxNode, scope: Scope): boolean => {
      const constant = constantOf(node, scope);
      if (constant) return /^(?:https?|wss?|tcp):\/\/|^[\w-]+(?:\.[\w-]+)+$/.test(constant.text);
      const object = resolved(node, scope);
      if (object.node.type === 'NewExpression') return nodesIn(object.node, 'arguments').some((value) => hasFixedAddress(value, object.scope));
      return (
        object.node.type === 'ObjectExpression' &&
        nodesIn(object.node, 'properties').some(
          (property) =>
            /^(?:host|hostname|url|uri|baseURL|href)$/.test(identifierOf(nodeIn(property, 'key')) ?? '') &&
            constantOf(nodeIn(property, 'value'), object.scope) !== null,
        )
      );
    };

    /** The expression behind a name that has one, else the name itself. */
    const resolved = (raw: SyntaxNode, scope: Scope): { node: SyntaxNode; scope: Scope } => {
      const node = unwrapped(raw);
      const name = identifierOf(node);
      const [origin] = name === null ? [] : originsOf(name, scope);
      return origin?.kind === 'expression' ? { node: unwrapped(origin.node), scope: origin.scope } : { node, scope };
    };

    /** All of process.env, not one variable of it; also spread into or put into an object. */
    const isEnvironment = (raw: SyntaxNode | null, scope: Scope, depth = 0): boolean => {
      if (!raw || depth > 6) return false;
      const found = resolved(raw, scope);
      if (nameOf(found.node, found.scope) === 'process.env') return true;
      if (found.node.type === 'SpreadElement') return isEnvironment(nodeIn(found.node, 'argument'), found.scope, depth + 1);
      if (found.node.type !== 'ObjectExpression') return false;
      return nodesIn(found.node, 'properties').some((property) =>
        isEnvironment(property.type === 'SpreadElement' ? property : nodeIn(property, 'value'), found.scope, depth + 1),
      );
    };

    /** Whether any text in an expression names a place of secrets: `path.join(os.homedir(), '.ssh', 'id_rsa')`. */
    const namesSecret = (node: SyntaxNode | null, scope: Scope): boolean => secretIn(node, scope, 0);
    const secretIn = (raw: SyntaxNode | null, scope: Scope, depth: number): boolean => {
      if (!raw || depth > 6 || ++steps > stepsMax) return false;
      const constant = constantOf(raw, scope);
      if (constant) return secretPlace.test(constant.text);
      if (raw.type === 'TemplateElement') return secretPlace.test((raw.value as { cooked?: string } | undefined)?.cooked ?? '');
      const found = resolved(raw, scope);
      if (found.node !== unwrapped(raw)) return secretIn(found.node, found.scope, depth + 1);
      return childrenOf(found.node).some((child) => !isFunction(child) && secretIn(child, found.scope, depth + 1));
    };

    for (let item = stack.pop(); item && steps < stepsMax; item = stack.pop(), steps++) {
      const { node, scope } = item;
      if (seen.has(node)) continue;
      seen.add(node);
      if (isFunction(node)) continue;
      if (isCall(node)) ofCall(node, scope);
      const name = identifierOf(node);
      if (name === null) {
        for (const child of childrenOf(node))
          if (
            !(node.type === 'Property' && node.computed !== true && child === node.key && child !== node.value) &&
            !(node.type === 'MemberExpression' && node.computed !== true && child === node.property)
          )
            follow(child, scope);
        continue;
      }
      for (const origin of originsOf(name, scope)) {
        if (seen.has(origin)) continue;
        seen.add(origin);
        if (origin.kind === 'expression') follow(origin.node, origin.scope);
        else if (origin.kind === 'property') follow(origin.object, origin.scope);
        else if (origin.kind === 'parameter') ofParameter(origin.of);
      }
    }
    return taints;
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print, visit, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { projectFolder } from './process.ts';

const folder = join(projectFolder, 'acceptance', 'contract');

/** The contract's operations by name, each with the fragments it uses, exactly as written. */
export const operations: ReadonlyMap<string, string> = readOperations();
/** Names of the operations that are not served yet. */
export const pending: ReadonlySet<string> = new Set(JSON.parse(readFileSync(join(folder, 'pending.json'), 'utf8')) as string[]);

function readOperations(): ReadonlyMap<string, string> {
  const documents = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => parse(readFileSync(join(folder, name), 'utf8')));
  const definitions = documents.flatMap(({ definitions: all }) => all);
  const fragments = new Map(
    definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const usedBy = (operation: OperationDefinitionNode) => {
    const used: FragmentDefinitionNode[] = [];
    visit(operation, { FragmentSpread: ({ name }) => void used.push(fragments.get(name.value)!) });
    return used;
  };
  return new Map(
    definitions
      .filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
      .map((one) => [one.name!.value, [one, ...usedBy(one)].map(print).join('\n')]),
  );
}

export interface GraphQLError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly details: Record<string, unknown>;
    readonly suggestions: readonly string[];
    readonly docsUrl: string;
    readonly requestId: string;
  };
}
export interface Answer {
  readonly status: number;
  // Answers are as varied as the operations; journeys say what they expect.
  readonly data: any;
  readonly errors: readonly GraphQLError[];
}

export interface Client {
  /** Runs an operation of the contract by name. */
  readonly run: (name: string, variables?: object) => Promise<Answer>;
  /** The data of an operation. @throws when it was refused */
  readonly ask: (name: string, variables?: object) => Promise<any>;
  /** The code an operation is refused with. @throws when it was not */
  readonly refused: (name: string, variables?: object) => Promise<GraphQLError>;
  readonly send: (query: string, variables?: object) => Promise<Answer>;
  /** Every event of a subscription until it ends, or until `isEnough`. */
  readonly follow: (name: string, variables: object, isEnough?: (events: readonly any[]) => boolean) => Promise<readonly any[]>;
  readonly token: string | null;
}

/** A client of the public API; anonymous without a token. */
export function createClientFor(url: string, token: string | null = null): Client {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const send = async (query: string, variables: object = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const body = (await response.json()) as { data?: unknown; errors?: GraphQLError[] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  };
  const operation = (name: string): string => {
    const text = operations.get(name);
    if (!text) throw new Error(`The contract has no operation ${name}.`);
    return text;
  };
  const run = (name: string, variables: object = {}) => send(operation(name), variables);
  return {
    token,
    send,
    run,
    ask: async (name, variables) => {
      const { data, errors } = await run(name, variables);
      if (errors.length > 0) throw new Error(`${name} was refused: ${JSON.stringify(errors)}`);
      return data;
    },
    refused: async (name, variables) => {
      const { errors } = await run(name, variables);
      if (!errors[0]) throw new Error(`${name} was not refused.`);
      return errors[0];
    },
    follow: async (name, variables, isEnough = () => false) => {
      const socket = createClient({
        url: `${url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: token ? { authorization: `Bearer ${token}` } : {},
        retryAttempts: 0,
      });
      const events: unknown[] = [];
      try {
        for await (const { data, errors } of socket.iterate<any>({ query: operation(name), variables: variables as Record<string, unknown> })) {
          if (errors) throw Object.assign(new Error(errors[0]?.message), { errors });
          events.push(data);
          if (isEnough(events)) break;
        }
        return events;
      } finally {
        await socket.dispose();
      }
    },
  };
}

/** A new account, signed in. */
export async function signUp(url: string, handle: string): Promise<Client & { readonly handle: string; readonly password: string }> {
  const password = `a long password of ${handle}`;
  const { signUp: payload } = await createClientFor(url).ask('SignUp', { input: { handle, email: `${handle}@example.com`, password } });
  return { ...createClientFor(url, payload.session.accessToken), handle, password };
}

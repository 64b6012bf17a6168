import { readdirSync, readFileSync } from 'node:fs';
import { getOperationAST, parse, print, separateOperations, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** The five real schemas and the contract's operations, as the repository holds them. */
const root = new URL('../../', import.meta.url);

export const contractSchemas: readonly { readonly name: string; readonly typeDefs: string }[] = [
  'artifacts',
  'namespaces',
  'security',
  'timescape',
  'billing',
].map((name) => ({
  name,
  typeDefs: readFileSync(new URL(`subgraphs/${name}/schema.graphql`, root), 'utf8'),
}));

/** Names of operations that are not served yet. */
export const pending: ReadonlySet<string> = new Set(JSON.parse(readFileSync(new URL('acceptance/contract/pending.json', root), 'utf8')) as string[]);

export interface ContractOperation {
  readonly name: string;
  /** The operation with the fragments it needs. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

const folder = new URL('acceptance/contract/', root);
const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

export const contractOperations: readonly ContractOperation[] = files.flatMap((file) => {
  const operations = separateOperations(parse(readFileSync(new URL(file, folder), 'utf8')));
  return Object.entries(operations).map(([name, document]) => ({ name, text: print(document), document, definition: getOperationAST(document)! }));
});
export const served = contractOperations.filter(({ name }) => !pending.has(name));

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** A subgraph's schema under its name. */
export interface SubgraphSchema {
  readonly name: string;
  /** Text of its schema.graphql. */
  readonly typeDefs: string;
  /** Where it answers; a subgraph in this process needs none. */
  readonly url?: string | undefined;
}

/** The supergraph of some subgraphs, as text. @throws with every fault named when they do not compose */
export function composeSupergraph(subgraphs: readonly SubgraphSchema[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, typeDefs, url }) => ({ name, typeDefs: parse(typeDefs), url: url ?? `http://${name}.invalid/graphql` })),
  );
  if (!supergraphSdl) throw new Error(`The subgraphs do not compose: ${(errors ?? []).map(({ message }) => message).join('; ')}`);
  return supergraphSdl;
}

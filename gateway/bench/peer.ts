import { ApolloServer } from '@apollo/server';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import fastifyApollo from '@as-integrations/fastify';
import Fastify, { type FastifyRequest } from 'fastify';
import { composeSupergraph } from '../src/index.ts';
import { ready } from './child.ts';
import { modules } from './world.ts';

/** The peer: @apollo/gateway as its documentation sets it up, with its default data source. `peer.ts <addresses as JSON>` */
const addresses = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;

interface Context {
  readonly user: string;
}
const gateway = new ApolloGateway({
  supergraphSdl: composeSupergraph(modules.map(({ name, typeDefs }) => ({ name, typeDefs, url: `${addresses[name]}/graphql` }))),
  buildService: ({ url }) =>
    new RemoteGraphQLDataSource<Context>({
      url: url!,
      willSendRequest: ({ request, context }) => void request.http?.headers.set('x-user', (context as Context).user),
    }),
});
const apollo = new ApolloServer<Context>({ gateway });
await apollo.start();
const app = Fastify();
await app.register(fastifyApollo(apollo), {
  context: async (request: FastifyRequest) => ({ user: String(request.headers.authorization).slice('Bearer '.length) }),
} as never);
ready({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });

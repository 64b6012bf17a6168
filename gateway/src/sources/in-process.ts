import { context as traces } from '@opentelemetry/api';
import type { ExecutableSubgraph } from '@gati/subgraph';
import type { SubgraphAnswer } from '../federation/execute-plan.ts';
import type { SubgraphSource } from './source.ts';

/** A subgraph in this process: it gets the principal as it is, and its answers need no parsing. */
export const inProcess = (executable: ExecutableSubgraph): SubgraphSource => ({
  name: executable.name,
  send: ({ query, operationName, variables }, _kind, { principal, requestId, clientAddress, trace }) =>
    traces.with(trace, () =>
      executable.execute({ query, operationName, variables, principal, requestId, ...(clientAddress === undefined ? {} : { clientAddress }) }),
    ),
  subscribe: async ({ query, operationName, variables }, { principal, requestId, clientAddress }) =>
    (await executable.subscribe({ query, operationName, variables, principal, requestId, ...(clientAddress === undefined ? {} : { clientAddress }) })) as
      AsyncIterableIterator<SubgraphAnswer> | SubgraphAnswer,
  close: async () => undefined,
});

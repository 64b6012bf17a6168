import { parse, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../src/federation/compose.ts';
import { planOperation } from '../src/federation/operation.ts';
import { loadSupergraph } from '../src/federation/supergraph.ts';
import { createShop } from './shop.ts';
import { silentLogger } from './silent-logger.ts';

describe('an event that several subscribers hold', () => {
  it('is not written into: what one answer gains does not show in another', async () => {
    const supergraph = await loadSupergraph(composeSupergraph(createShop().modules), silentLogger);
    const plan = (text: string) => {
      const document = parse(text);
      const planned = planOperation(supergraph, document, document.definitions[0] as OperationDefinitionNode);
      if (planned.kind !== 'subscription') throw new Error('planned as something else');
      return planned;
    };
    const event = { data: { shared: { __typename: 'Good', id: 'g1', price: 5, extras: { list: [1] } } } };
    const before = structuredClone(event);
    const input = (ratedBy: string) => ({
      given: {},
      coerced: {},
      send: async () => ({ data: { _entities: [{ __typename: 'Good', ratedBy }] } }),
    });
    const planned = plan('subscription { shared { price extras ratedBy } }');
    const [first, second] = await Promise.all([planned.complete(event, input('alice')), planned.complete(event, input('bob'))]);
    expect([first.data, second.data]).toEqual([
      { shared: { price: 5, extras: { list: [1] }, ratedBy: 'alice' } },
      { shared: { price: 5, extras: { list: [1] }, ratedBy: 'bob' } },
    ]);
    expect(event).toEqual(before);
  });
});

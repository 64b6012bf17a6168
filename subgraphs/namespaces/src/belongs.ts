import { decide, type FactsFor, type Principal } from '@gati/authority';

/** Whether the caller belongs to a namespace, and so sees how it is made up. */
export async function belongs(factsFor: FactsFor, principal: Principal, namespaceId: string): Promise<boolean> {
  const facts = (await factsFor(principal, [namespaceId])).get(namespaceId);
  return facts !== undefined && decide(principal, 'artifact.read', { ...facts, visibility: 'private', admitted: true }).kind === 'allowed';
}

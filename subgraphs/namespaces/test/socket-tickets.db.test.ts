import type { KnownPrincipal } from '@gati/authority';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashSecret } from '../src/installation-keys.ts';
import { openWorld, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());

const redeem = (ticket: string) => world.namespaces.redeemSocketTicket(ticket);
const isRefused = async (ticket: string) => (await refusal(redeem(ticket))).code === 'UNAUTHENTICATED';

test('a ticket tells who made it, once', async () => {
  const { principal } = await world.signUp('ada');
  const { ticket, expiresAt } = await world.namespaces.createSocketTicket(principal);
  expect(expiresAt.getTime() - world.clock().getTime()).toBe(60_000);
  expect(await redeem(ticket)).toEqual(principal);
  expect(await isRefused(ticket)).toBe(true);
});

test('of many who present one ticket at once, one gets in', async () => {
  const { principal } = await world.signUp('crowd');
  const { ticket } = await world.namespaces.createSocketTicket(principal);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => redeem(ticket)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('after 60 seconds a ticket is worth nothing', async () => {
  const { principal } = await world.signUp('slow');
  const [inTime, late] = [await world.namespaces.createSocketTicket(principal), await world.namespaces.createSocketTicket(principal)];
  world.clock.advance(59_999);
  await expect(redeem(inTime.ticket)).resolves.toBeDefined();
  world.clock.advance(1);
  expect(await isRefused(late.ticket)).toBe(true);
});

test('a ticket of a session that has ended is worth nothing', async () => {
  const { principal } = await world.signUp('leaves');
  const { ticket } = await world.namespaces.createSocketTicket(principal);
  await world.namespaces.signOut(principal, {});
  expect(await isRefused(ticket)).toBe(true);
});

test('the ticket of an API key carries the limits of the key, and ends with it', async () => {
  const { principal } = await world.signUp('keyed');
  const { secret, apiKey } = await world.namespaces.createApiKey(
    principal,
    { name: 'k', scopes: ['read'], namespaces: ['keyed' as never], expiresAt: null },
    {},
  );
  const robot = (await world.namespaces.authenticate(`Bearer ${secret}`)) as KnownPrincipal;
  const [first, second] = [await world.namespaces.createSocketTicket(robot), await world.namespaces.createSocketTicket(robot)];

  expect(await redeem(first.ticket)).toEqual(robot);
  await world.namespaces.revokeApiKey(principal, apiKey.id, {});
  expect(await isRefused(second.ticket)).toBe(true);
});

test('a ticket is stored as a hash alone, and only for somebody', async () => {
  const { principal } = await world.signUp('hashed');
  const { ticket } = await world.namespaces.createSocketTicket(principal);
  const rows = await world.database.client.socketTicket.findMany({ where: { accountId: principal.accountId } });
  expect(rows.map(({ hash }) => Buffer.from(hash))).toEqual([hashSecret(ticket)]);
  expect((await refusal(world.namespaces.createSocketTicket({ kind: 'anonymous' }))).code).toBe('UNAUTHENTICATED');
});

test.each(['', 'gatt_', `gatt_${'A'.repeat(43)}`, 'x'.repeat(5_000), 'gatt_\u0000'])('%j opens nothing', async (text) => {
  expect(await isRefused(text)).toBe(true);
});

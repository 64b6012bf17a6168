import { parseHandle, type Handle } from '@gati/identifiers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());

/** Spellings that a reader takes for the same handle: other case, hyphens, underscores, and characters that look or normalise alike. */
const tricks = (handle: string): readonly string[] => [
  handle,
  handle.toUpperCase(),
  `${handle[0]!.toUpperCase()}${handle.slice(1)}`,
  `${handle.slice(0, 2)}-${handle.slice(2)}`,
  `${handle.slice(0, 1)}-${handle.slice(1, 3)}-${handle.slice(3)}`,
  `${handle.slice(0, 2)}_${handle.slice(2)}`,
  `@${handle}`,
  ` ${handle}`,
  `${handle}\u200b`,
  handle.replace('a', '\u0430'),
  handle.replace('e', '\u0435'),
  handle.replace('o', '\u03bf'),
  [...handle].map((letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0)).join(''),
  handle.normalize('NFD').replace('a', 'a\u0301'),
];

describe('a handle', () => {
  test('that a thousand ask for at once, under every spelling that reads like it, gets one of them', async () => {
    const { principal } = await world.signUp('asker');
    const spellings = tricks('racehorse');
    const attempts = Array.from({ length: 1000 }, async (_, i) => {
      const handle = parseHandle(spellings[i % spellings.length]!);
      return world.namespaces.createOrganization(principal, { handle, displayName: 'x' }, {});
    });
    const outcomes = await Promise.allSettled(attempts);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : []));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['HANDLE_TAKEN', 'VALIDATION_FAILED']));
    expect(await world.database.client.namespace.count({ where: { handleKey: 'racehorse' } })).toBe(1);
  });

  test('is given once, whatever it is and however it is spelt', async () => {
    const { principal } = await world.signUp('asker-two');
    const parsed = (text: string): Handle[] => {
      try {
        return [parseHandle(text)];
      } catch {
        return [];
      }
    };
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z0-9]{4,12}$/), async (letters) => {
        const handles = tricks(`p${n++}${letters}`.slice(0, 30)).flatMap(parsed);
        const outcomes = await Promise.allSettled(handles.map((handle) => world.namespaces.createOrganization(principal, { handle, displayName: 'x' }, {})));
        await world.database.client.membership.deleteMany({ where: { accountId: principal.accountId, namespace: { kind: 'organization' } } });
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});

test('of a hundred people who sign up for one handle at once, one gets it', async () => {
  const handles = tricks('crowded').slice(0, 5);
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, async (_, i) => world.signUp(parseHandle(handles[i % handles.length]!))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await world.database.client.account.count({ where: { handle: { in: ['crowded', 'cr-owded', 'c-ro-wded'] } } })).toBe(1);
});
